import Dashboard
import Fleet
import Support
import Testing

/// Whatever is pressed at machine speed: nothing is carried out in read-only, and nothing destructive
/// without its name typed.
@Suite struct RandomActingTests {
    private static let keys: [Key] =
        [.enter, .escape, .tab, .backspace, .up, .down, .pageDown, .end, .left, .right]
        + "0123456789durslkjyyyyyynhcaxU:/ owpM".map { .character($0) }

    /// 4,000 reads of keys and pastes; the world answers every plan.
    private func press(_ script: inout Script, seed: UInt64, tiers: [ActionTier]) {
        var random = SeededRandom(seed: seed)
        var plans = 0
        for _ in 0..<4000 {
            let before = script.effects.count
            switch Int.random(in: 0..<40, using: &random) {
            case 0: script.send(.input(.paste("own\ny\n")))
            case 1:
                script.send(.resized(columns: Int.random(in: 40...140, using: &random), rows: 30))
            case 2...7:
                // Time enough to read whatever there is.
                script.send(.painted(script.state.now))
                script.send(.keysCame(1, script.state.now + .seconds(1)))
            case 8...11:
                script.state.layers = []
                script.state.trail = [Location(.endpoints)]
                script.state.filter = FilterState()
                script.state.selection["endpoints"] = .endpoint(
                    source: SampleAction.source, label: "chat/own")
                script.press(.character("d"))
            default:
                // A person who is asked answers more often than chance does.
                let isAsked = script.state.question != nil && Bool.random(using: &random)
                let key = Self.keys[Int.random(in: 0..<Self.keys.count, using: &random)]
                script.press(isAsked ? .character("y") : key)
            }
            for case .plan(_, let ticket) in script.effects.dropFirst(before) {
                plans += 1
                let tier = tiers[plans % tiers.count]
                let plan = SampleAction.plan("plan-\(plans)-\(tier)", tier: tier)
                script.send(.planned(ticket: ticket, .success(plan)))
            }
            for case .quit in script.effects.dropFirst(before) { script.state.layers = [] }
        }
    }

    private func carriedOut(_ script: Script) -> [String] {
        script.effects.compactMap { if case .carryOut(let id) = $0 { id } else { nil } }
    }

    @Test(arguments: UInt64(1)...8)
    func inReadOnlyNothingIsCarriedOut(seed: UInt64) {
        var script = SampleAction.script()
        script.send(.accessChanged(seed % 2 == 0 ? .locked : .readOnly))
        press(&script, seed: seed, tiers: ActionTier.allCases)
        #expect(carriedOut(script).isEmpty)
        #expect(!script.effects.contains { if case .plan = $0 { true } else { false } })
    }

    @Test(arguments: UInt64(1)...8)
    func nothingDestructiveIsCarriedOutWithoutItsName(seed: UInt64) {
        var script = SampleAction.script()
        script.send(.accessChanged(.writable))
        // The name is one that chance does not spell.
        press(&script, seed: seed, tiers: [.destructive])
        #expect(carriedOut(script).isEmpty)
        var other = SampleAction.script()
        other.send(.accessChanged(.writable))
        press(&other, seed: seed, tiers: [.reversible, .disruptive, .destructive])
        let done = carriedOut(other)
        #expect(!done.isEmpty, "the keys reach what they may")
        #expect(done.allSatisfy { !$0.hasSuffix("destructive") })
        // What nobody has said yes to is forgotten.
        #expect(other.state.acting.actions.values.count { !$0.isConfirmed } <= 1)
    }
}
