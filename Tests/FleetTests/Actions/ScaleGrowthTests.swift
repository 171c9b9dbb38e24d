import Fleet
import Testing

/// Counts that grow far beyond what is there.
@Suite struct ScaleGrowthTests {
    private func growth(_ before: String, _ after: String) -> ScaleGrowth? {
        let target = ActionTarget(
            source: SourceID(provider: "kubernetes", instance: "lab"), uid: "chat/own", name: "own")
        let step = ActionStep(
            target: target, field: "replicas", before: before, after: after, token: "",
            request: ActionRequest(place: "p", words: [before, after], shown: ""))
        return [ActionStage(steps: [step])].growth.first
    }

    @Test(arguments: [
        ("3", "9"), ("3", "13"), ("1", "11"), ("100", "300"), ("9", "3"), ("0", "10"), ("4", "4"),
        ("1-4", "1-12"), ("4-4", "4-14"), ("unknown", "9999"), ("", "50"), ("3", "x"),
    ])
    func whatIsUsualIsLeftAlone(before: String, after: String) {
        #expect(growth(before, after) == nil)
    }

    @Test(arguments: [
        ("3", "14", "from 3 to 14, 4.6 times as many"), ("100", "301", "3 times as many"),
        ("3", "9999", "from 3 to 9999, 3333 times as many"), ("0", "11", "from nothing to 11."),
        ("1-4", "9999-9999", "from 4 to 9999, 2499 times as many"), ("1-4", "1-40", "from 4 to 40"),
    ])
    func whatIsFarMoreIsNamedWithItsFactor(before: String, after: String, words: String) throws {
        let found = try #require(growth(before, after))
        #expect(found.sentence.contains(words), "\(found.sentence)")
        #expect(found.sentence.hasPrefix("chat/own goes from"))
    }

    @Test func numbersBeyondReasonEndNothing() {
        #expect(growth("3", "\(Int.max)") == nil && growth("\(Int.max)", "3") == nil)
        #expect(growth("-\(Int.max)", "\(Int.min)") == nil)
    }
}
