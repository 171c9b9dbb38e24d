import Dashboard
import Support
import Testing

@testable import Terminal

/// What curses says of colours, said shorter.
@Suite struct PenFilterTests {
    /// `~` stands for `ESC [`.
    private func filtered(_ parts: String..., direct: DirectColors? = nil) -> [String] {
        var filter = PenFilter()
        return parts.map { part in
            let bytes = Array(part.replacing("~", with: "\u{1b}[").utf8)
            return String(decoding: filter.filtered(bytes, direct), as: UTF8.self)
                .replacing("\u{1b}[", with: "~")
        }
    }

    @Test func setsOnlyWhatChanges() {
        let text = "~38;5;24m~48;5;233ma~38;5;74m~48;5;233mb~38;5;74m~48;5;233mc"
        #expect(filtered(text) == ["~0;38;5;24;48;5;233ma~38;5;74mbc"])
    }

    @Test func doesNotColourSpaces() {
        let text = "~38;5;24m~48;5;233ma~38;5;9m   ~38;5;24mb~48;5;1m  ~4m x"
        #expect(filtered(text) == ["~0;38;5;24;48;5;233ma   b~48;5;1m  ~4m x"])
    }

    @Test func erasesInTheRightBackground() {
        #expect(filtered("~48;5;233ma~1m~38;5;7m~K~49m~2J") == ["~0;48;5;233ma~K~49m~2J"])
    }

    @Test func leavesAttributesAsShortAsCanBe() {
        #expect(
            filtered("~1;4;38;5;7;48;5;0ma~m~4;38;5;7;48;5;0mb") == ["~0;1;4;38;5;7;48;5;0ma~22mb"])
        #expect(filtered("~1;2;48;5;0ma~22;1mb") == ["~0;1;2;48;5;0ma~22;1mb"])
        #expect(filtered("~1;31ma~22mb") == ["~0;1;31ma~0;31mb"])
        #expect(filtered("~91;102ma~37;40mb~39;49mc") == ["~0;91;102ma~37;40mb~39;49mc"])
    }

    @Test func remembersFromFrameToFrame() {
        #expect(
            filtered("~1;1H~38;5;7ma~39;49m", "~2;1H~38;5;7mb") == ["~1;1H~0;38;5;7ma", "~2;1Hb"])
    }

    @Test func leavesAloneWhatItDoesNotKnow() {
        let unknown = "~38:2::255:136:0ma~38:2::255:136:0mb~39mc"
        #expect(filtered("~1m" + unknown) == ["~0;1m" + unknown])
        #expect(filtered("~0;10ma~0;10mb") == ["~0mab"])
        #expect(filtered("~31ma\u{1b}7~?1049hb") == ["~0;31ma\u{1b}7~0;31m~?1049h~0;31mb"])
    }

    @Test func putsDirectColoursIn() {
        var colors = DirectColors()
        _ = (colors.number(of: 0xff8800), colors.number(of: 0x000080))
        #expect(
            filtered("~38;5;16;48;5;17ma~38;5;99mb", direct: colors)
                == ["~0;38;2;255;136;0;48;2;0;0;128ma~38;5;99mb"])
    }

    /// A random drawing looks the same on the screen, with and without.
    @Test(arguments: 1...20) func showsTheSame(seed: UInt64) {
        var numbers = SplitMix(state: seed)
        var filter = PenFilter()
        var plain = VirtualScreen(columns: 30, rows: 8)
        var short = plain
        let pieces = [
            "~38;5;1m", "~38;5;2m", "~48;5;3m", "~48;5;4m", "~39;49m", "~m", "~1m", "~2m", "~4m",
            "~7m",
            "~0;4;7m", "~22m", "~24m", "~27m", "~31m", "~44m", "~93m", "~104m", "ab", " ", "   ",
            "é",
            "\r\n", "~3;4H", "~7G", "~K", "~2X", "~2J", "~5d", "~8;30Hx\n",
        ]
        for _ in 0..<400 {
            let piece = pieces[Int(numbers.next() % UInt64(pieces.count))]
            let bytes = Array(piece.replacing("~", with: "\u{1b}[").utf8)
            plain.feed(bytes)
            short.feed(filter.filtered(bytes, nil))
            let same = zip(plain.cells.joined(), short.cells.joined()).allSatisfy(Self.looksLike)
            #expect(same, "after \(piece)")
            if !same { return }
        }
    }

    /// Of a blank only the background is seen, unless it is underlined or reversed.
    private static func looksLike(_ one: VirtualScreen.Glyph, _ other: VirtualScreen.Glyph) -> Bool
    {
        let isDrawn = !Set(one.rendition.attributes + other.rendition.attributes)
            .isDisjoint(with: [4, 7])
        return one == other
            || !isDrawn && one.text == " " && other.text == " "
                && one.rendition.background == other.rendition.background
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
