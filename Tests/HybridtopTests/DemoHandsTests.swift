import Dashboard
import Fleet
import Support
import Testing

@testable import hybridtop

/// A plan of the writable demo is before somebody who does not mean it: what is typed ahead, held or
/// pasted reaches nothing, before the program's own actor, executor and journal.
@Suite(.serialized) struct DemoHandsTests {
    private static let yes = InputEvent.key(.character("y"))

    /// What hands do.
    enum Hand: CaseIterable {
        /// Everything in one read, before there is anything to see.
        case typedAhead
        /// One key a read, as fast as they come, and as often as the screen paints.
        case typedAheadOneByOne
        /// A key that repeats every 40 ms, from before the plan is there.
        case held
        /// A paste that the terminal does not mark as one, in two reads.
        case pastedRaw
        /// One that it does.
        case pasted
        /// An end of line at its end.
        case pastedWithItsEnd
    }

    @Test(arguments: Hand.allCases) func whatIsNotMeantSendsNothing(hand: Hand) async throws {
        let scene = try await DemoKeysScene(isReadOnly: false, sources: ["edge", "hall-a"])
        await scene.screen.begin(.nodes, row: 3, typing: "d")
        if hand == .typedAhead { await scene.screen.press([Self.yes, Self.yes, Self.yes]) }
        let isThere = await eventually(within: .seconds(20)) { await !scene.screen.isPlanning }
        let isAsked = await scene.screen.isAsking
        #expect(isThere && isAsked)
        await scene.screen.show(columns: 120, rows: 60)
        await press(hand, scene)
        #expect(scene.wire.changes.isEmpty && scene.journal("confirmed").isEmpty)
        let isStillAsked = await scene.screen.isAsking
        #expect(isStillAsked, "it is still to be read")
        // Hands off, and then the same key, meant.
        scene.clock.leap(.seconds(2))
        await scene.screen.show(columns: 120, rows: 60)
        await scene.screen.press([Self.yes])
        let isSent = await eventually(within: .seconds(20)) { !scene.wire.changes.isEmpty }
        #expect(isSent && scene.wire.changes.count == 1, "\(scene.wire.changes)")
        await scene.program.stop()
    }

    private func press(_ hand: Hand, _ scene: DemoKeysScene) async {
        switch hand {
        case .typedAhead: await scene.screen.press([Self.yes])
        case .typedAheadOneByOne:
            for _ in 0..<200 {
                await scene.screen.press([Self.yes])
                await scene.screen.show(columns: 120, rows: 60)
            }
        case .held:
            for _ in 0..<100 {
                scene.clock.leap(.milliseconds(40))
                await scene.screen.press([Self.yes])
            }
        case .pastedRaw:
            scene.clock.leap(.seconds(1))
            await scene.screen.press([InputEvent](repeating: Self.yes, count: 60))
            await scene.screen.press([Self.yes])
        case .pasted:
            scene.clock.leap(.seconds(1))
            await scene.screen.press([.paste("y\ny\n")])
        case .pastedWithItsEnd:
            scene.clock.leap(.seconds(1))
            await scene.screen.press([Self.yes, .key(.enter)])
        }
    }
}
