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
        #expect(level(claim, colors: 8) == .eight)
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
        let numbers = [16, 17, 18, 99]
        #expect(numbers.map { colors.rgb(of: $0) } == [0xff8800, 0x000080, nil, nil])
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
