import Fleet
import Support
import Testing

@testable import Collector

/// What hangs is given up, and nothing is asked on top of it.
@Suite(.timeLimit(.minutes(1))) struct BoundedQuestionTests {
    private let question = BoundedQuestion()

    private func isLate(_ outcome: BoundedQuestion.Outcome<Int>) -> Bool {
        if case .late = outcome { true } else { false }
    }

    private func isBusy(_ outcome: BoundedQuestion.Outcome<Int>) -> Bool {
        if case .busy = outcome { true } else { false }
    }

    private func value(_ outcome: BoundedQuestion.Outcome<Int>) -> Int? {
        if case .answered(let value) = outcome { value } else { nil }
    }

    @Test func anAnswerInTimeIsTheAnswer() async {
        #expect(value(await question.ask(within: .seconds(30)) { 7 }) == 7)
        #expect(value(await question.ask(within: .seconds(30)) { 8 }) == 8)
    }

    @Test func whatIgnoresItsEndIsLeftBehindAndNotAskedTwice() async {
        let (gate, key) = AsyncStream.makeStream(of: Void.self)
        let deaf = Task { for await _ in gate { return } }
        let outcome = await question.ask(within: .milliseconds(20)) { () -> Int in
            await deaf.value
            return 1
        }
        #expect(isLate(outcome))
        #expect(isBusy(await question.ask(within: .seconds(30)) { 2 }))
        key.yield()
        let isFree = await eventually {
            value(await question.ask(within: .seconds(30)) { 3 }) == 3
        }
        #expect(isFree)
    }

    @Test func theCallersEndIsPassedOn() async {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let (silence, _) = AsyncStream.makeStream(of: Void.self)
        let caller = Task {
            await question.ask(within: .seconds(30)) { () -> Int in
                await withTaskCancellationHandler {
                    for await _ in silence {}
                } onCancel: {
                    end.yield()
                }
                return 1
            }
        }
        await Task.yield()
        caller.cancel()
        for await _ in ends { break }
        if case .cancelled = await caller.value {} else { Issue.record("not cancelled") }
    }
}
