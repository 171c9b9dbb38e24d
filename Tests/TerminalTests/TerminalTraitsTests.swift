import Dashboard
import Testing

@testable import Terminal

/// What the environment says, and colours on their way out.
struct TerminalTraitsTests {
    private func level(
        _ environment: [String: String], colors: Int = 256, isDirect: Bool = false,
        hasPalette: Bool = true
    ) -> ColorLevel {
        TerminalTraits.colorLevel(
            environment: environment, colors: colors, isDirect: isDirect,
            hasPaletteSequences: hasPalette)
    }

    @Test func findsTheColours() {
        let claim = ["TERM": "xterm-256color", "COLORTERM": "truecolor"]
        #expect(level([:]) == .palette)
        #expect(level(claim) == .truecolor)
        #expect(level(claim, hasPalette: false) == .palette)
        #expect(level(claim, colors: 8) == .sixteen)
        #expect(level(claim.merging(["NO_COLOR": "1"]) { $1 }) == .mono)
        #expect(level(claim.merging(["NO_COLOR": ""]) { $1 }) == .truecolor)
        #expect(level(["TERM": "screen-256color", "COLORTERM": "24bit"]) == .palette)
        let tmux = ["TERM": "screen-256color", "COLORTERM": "24bit", "TMUX": "/tmp/x,1,0"]
        #expect(level(tmux) == .truecolor)
        #expect(level([:], colors: 1 << 24, isDirect: true) == .truecolor)
        #expect(level([:], colors: -1) == .mono)
    }

    @Test func putsColoursIntoTheirPlaces() {
        var colors = DirectColors()
        let orange = colors.number(of: 0xff8800)
        let blue = colors.number(of: 0x000080)
        #expect((orange, blue) == (16, 17))
        #expect(colors.number(of: 0xff8800) == 16)
        let text = "\u{1b}[1m\u{1b}[38;5;16ma\u{1b}[48;5;17mb\u{1b}[38;5;99mc\u{1b}[38;5;1"
        #expect(
            String(decoding: colors.rewritten(Array(text.utf8)), as: UTF8.self)
                == "\u{1b}[1m\u{1b}[38;2;255;136;0ma\u{1b}[48;2;0;0;128mb\u{1b}[38;5;99mc\u{1b}[38;5;1"
        )
    }

    @Test func findsThePlaceOfAColourWhenAllAreTaken() {
        var colors = DirectColors()
        for step in 0..<240 { _ = colors.number(of: step << 16) }
        #expect(colors.number(of: 0x10_0101) == 16 + 0x10)
        #expect(colors.number(of: 0xff_ffff) <= 255)
    }

    @Test func asksSwiftForNoPrompt() {
        #expect(TerminalStart.backtraceSetting(from: "") == "interactive=no,color=no")
        #expect(
            TerminalStart.backtraceSetting(from: "threads=all")
                == "threads=all,interactive=no,color=no")
        #expect(TerminalStart.backtraceSetting(from: "enable=no") == nil)
        #expect(TerminalStart.backtraceSetting(from: "interactive=no,color=no") == nil)
    }

    @Test func removesPausesFromSequences() {
        let bytes = TerminalEntry.withoutPadding(Array("\u{1b}[m$<2/>\u{1b}(B$<5>$x".utf8))
        #expect(bytes == Array("\u{1b}[m\u{1b}(B$x".utf8))
    }
}
