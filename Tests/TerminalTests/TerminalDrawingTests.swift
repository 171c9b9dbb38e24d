import Foundation
import Support
import Testing

extension RealTerminalTests {
    /// What frames look like on a terminal.
    @Suite struct Drawing {
        /// Frame after frame against what the frame itself says, on descriptions that draw differently.
        @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "vt220", "linux", "rxvt"])
        func showsTheFrame(type: String) throws {
            let dump = FileManager.default.temporaryDirectory.path + "/probe-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: dump) }
            let terminal = try ProbeRun.start(
                ["TERM": type, "PROBE_DUMP": dump], columns: 100, rows: 30)
            for number in 1...30 {
                try terminal.write("n")
                var rows: [Substring] = []
                do {
                    try terminal.wait("frame \(number)", within: .seconds(5)) {
                        let text = (try? String(contentsOfFile: dump, encoding: .utf8)) ?? ""
                        rows = Self.shown(text, in: type).split(
                            separator: "\n", omittingEmptySubsequences: false)
                        return text.hasPrefix("frame \(number) ")
                            && $0.screen.text.split(
                                separator: "\n", omittingEmptySubsequences: false) == rows
                    }
                } catch {
                    let shown = terminal.screen.text.split(
                        separator: "\n", omittingEmptySubsequences: false)
                    for (row, (one, other)) in zip(rows, shown).enumerated() where one != other {
                        Issue.record("frame \(number), row \(row):\n\(one)\n\(other)")
                    }
                    return
                }
            }
            #expect(terminal.screen.unknown == [])
        }

        /// Terminals of old show ASCII, with a mark for what is not.
        private static func shown(_ text: String, in type: String) -> String {
            guard type == "vt220" || type == "linux" else { return text }
            return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.map { $0.isASCII ? "\($0)" : CellWidth.isWide($0) ? "? " : "?" }.joined()
                    .replacing(/[ ]+$/, with: "")
            }.joined(separator: "\n")
        }

        /// The terminal's buffer in the kernel holds some kilobytes: what fits is one write.
        @Test(arguments: [("1", "clock", 200), ("2", "rows", 6000)])
        func writesOncePerFrame(key: String, load: String, limit: Int) throws {
            let terminal = try ProbeRun.start(columns: 200, rows: 60)
            try terminal.write(key)
            try terminal.wait(for: "measured \(load): frames=")
            let line = try #require(
                terminal.screen.text.split(separator: "\n").first { $0.contains("measured") })
            print("200x60, \(line)")
            let numbers = line.matches(of: /=([0-9]+)/).compactMap { Int($0.output.1) }
            try #require(numbers.count >= 3)
            #expect(numbers[0] == 100)
            #expect(numbers[1] == 100)
            #expect(numbers[2] < limit)
        }

        @Test func writesNothingForTheSameFrame() throws {
            let terminal = try ProbeRun.start()
            try terminal.write("\u{1b}[11;1R")
            try terminal.write("n")
            try terminal.wait(for: "frame 1")
            let bytes = terminal.output.count
            try terminal.write("\u{1b}[99x\u{1b}[99x\u{1b}[A")
            try terminal.wait(for: "key up")
            #expect(terminal.output.count - bytes < 6000)
        }

        /// The environment, what the probe must call it, and what the orange word must be set by.
        static let levels: [([String: String], String, String)] = [
            (["TERM": "xterm-256color"], "palette", "38;5;208"),
            (["TERM": "xterm-256color", "COLORTERM": "truecolor"], "truecolor", "38;2;255;136;0"),
            (["TERM": "tmux-256color", "COLORTERM": "24bit"], "truecolor", "38;2;255;136;0"),
            (["TERM": "xterm"], "eight", "33"),
            (["TERM": "vt100"], "mono", ""),
            (["TERM": "xterm-256color", "NO_COLOR": "1", "COLORTERM": "truecolor"], "mono", ""),
        ]

        @Test(arguments: levels)
        func degradesColours(environment: [String: String], level: String, look: String) throws {
            let terminal = try ProbeRun.start(environment)
            try terminal.wait(for: level)
            #expect(terminal.screen.cells[0][20].look == look)
            if level == "mono" { #expect(terminal.screen.cells[0][31].look.contains("7")) }
        }

        /// Directly described colours, where the description is installed.
        @Test func usesADirectDescription() throws {
            let terminal = try ProbeRun.start(["TERM": "xterm-direct"])
            if terminal.screen.text.contains("not known here") { return }
            try terminal.wait(for: "truecolor")
            #expect(terminal.screen.cells[0][20].look == "38:2::255:136:0")
        }
    }
}
