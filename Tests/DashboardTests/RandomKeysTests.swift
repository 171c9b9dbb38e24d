import Dashboard
import Fleet
import Support
import Testing

/// Whatever is pressed, in whatever order, at whatever size, over whatever fleet: every frame is whole.
/// A seed that fails is found again by its number.
@Suite struct RandomKeysTests {
    static let presses = 500

    @Test(arguments: 1...24)
    func nothingThatIsPressedBreaksIt(seed: UInt64) {
        var chance = Chance(state: seed)
        let fleets = SampleHostility.all() + [("usual", SampleFleet.usual())]
        var script = Script(fleets[Int(seed) % fleets.count].1)
        for _ in 0..<Self.presses {
            script.send(message(&chance, script.state))
            let frame = script.frame(isASCII: chance.one(in: 8))
            guard frame.width == script.state.columns, frame.height == script.state.rows else {
                Issue.record("seed \(seed): \(frame.width)x\(frame.height)")
                return
            }
        }
        #expect(
            !script.effects.contains { effect in if case .quit = effect { true } else { false } })
    }

    private func message(_ chance: inout Chance, _ state: DashboardState) -> Message {
        switch chance.below(60) {
        case 0:
            let sizes = [1, 2, 3, 5, 9, 20, 24, 40, 60, 80, 120, 200]
            return .resized(columns: chance.of(sizes) * 2, rows: chance.of(sizes))
        case 1, 2:
            let kinds: [MouseEvent.Kind] = [.press, .release, .drag, .wheelUp, .wheelDown]
            return .input(
                .mouse(
                    MouseEvent(
                        kind: chance.of(kinds), column: chance.below(300), row: chance.below(130))))
        case 3: return .input(.paste(chance.of(["util<10 & ", "q\ny\n", "\u{202e}模型", ""])))
        case 4...7: return .input(.key(chance.of(Self.openers)))
        default: return .input(.key(chance.of(Self.keys)))
        }
    }

    /// What opens something to type into, so that long lines come about.
    private static let openers: [Key] = [.character("/"), .character(":"), .character("?")]

    private static let keys: [Key] =
        [
            .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left,
            .right, .home, .end, .pageUp, .pageDown, .function(5), .control("l"), .control("u"),
            .control("w"), .control("a"), .control("e"), .alt("x"), .character("模"),
        ]
        // Quitting has tests of its own.
        + " 0123456789abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRTUVWXYZ<>=!&|()/\"%.,-_[]{}".map {
            .character($0)
        }

    private struct Chance: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return mixed ^ mixed >> 31
        }

        mutating func below(_ end: Int) -> Int { Int.random(in: 0..<end, using: &self) }
        mutating func one(in end: Int) -> Bool { below(end) == 0 }
        mutating func of<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
    }
}
