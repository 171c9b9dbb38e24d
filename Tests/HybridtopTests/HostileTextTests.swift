import Foundation
import Support
import Testing

@testable import hybridtop

extension RealProgramTests {
    /// Text that means to break the screen, on its whole way: from a server and from nvidia-smi through
    /// the real program to a real terminal.
    @Suite struct HostileText {
        /// Sequences, bidirectional controls, wide and combining characters, emoji, C1 and bytes that are
        /// no UTF-8. Every piece that must not arrive has a word in it that would be seen if it did.
        static let hostile: [UInt8] =
            Array(
                ("ev\u{1b}[2Jil\u{1b}]0;pwned\u{7}\u{1b}[?1049l\u{1b}[8;9;9t\u{9b}31m\u{202e}gnp\u{2066}"
                    + "\u{200b}日本語モデル e\u{301}\u{302} 👩‍👩‍👧‍👦🇩🇪").utf8) + [0xff, 0xc3, 0x28, 0xf0, 0x9f]

        /// A page as vLLM serves it, with another name of the model.
        private static func page() throws -> Data {
            let path = Tools.fixtures.appendingPathComponent("exposition/vllm-0.33.1.prom")
            let name = Array("meta-llama/Llama-3.3-70B-Instruct".utf8)
            var page: [UInt8] = []
            var rest = Array(try Data(contentsOf: path))[...]
            while let first = rest.first {
                if first == name[0], rest.starts(with: name) {
                    page += hostile
                    rest = rest.dropFirst(name.count)
                } else {
                    page.append(first)
                    rest = rest.dropFirst()
                }
            }
            return Data(page)
        }

        /// An nvidia-smi whose process has the name, and a number that no kernel gives: what runs here
        /// under it would be named instead.
        private static func nvidiaSMI(_ folder: TestFolder) throws -> String {
            let path = "\(folder.path)/nvidia-smi"
            try Data(hostile).write(to: URL(filePath: "\(folder.path)/name"))
            let stub = Tools.fixtures.appendingPathComponent("bin/nvidia-smi").path
            try folder.write(
                """
                #!/bin/sh
                case "$*" in
                *--query-compute-apps*)
                    printf 'GPU-00000000-1111-2222-3333-444444444444, 4194999, 900, '
                    cat '\(folder.path)/name'
                    printf '\\n'
                    ;;
                *) exec '\(stub)' "$@" ;;
                esac
                """, "nvidia-smi")
            chmod(path, 0o755)
            return path
        }

        /// The program with both as its sources, and the server beside it.
        private func start() async throws -> (ProgramRun, SpawnedDaemon) {
            let program = try ProgramRun()
            let port = try freePort()
            try Self.page().write(to: URL(filePath: "\(program.folder.path)/metrics"))
            let server = try SpawnedDaemon(
                [
                    "/usr/bin/env", "PATH=\(ProcessInfo.processInfo.environment["PATH"] ?? "")",
                    "python3", "-m", "http.server", "\(port)", "--bind", "127.0.0.1", "-d",
                    program.folder.path,
                ], log: "\(program.folder.path)/server")
            let listens = await eventually { LocalMachine.isOpen(UInt16(port)) }
            try #require(listens)
            try program.configure(
                """
                sources:
                  - nvidia-smi: { command: "\(try Self.nvidiaSMI(program.folder))", interval: 1s }
                  - prometheus-scrape:
                      url: "http://127.0.0.1:\(port)/metrics"
                      interval: 1s
                      labels: { rack: "r\\e[2J\\u202e1" }
                """)
            return (program, server)
        }

        /// Whether panes end where they should, whatever is in them.
        private func columnsAreIntact(_ terminal: PseudoTerminal) -> Bool {
            let screen = terminal.screen
            return (2..<screen.rows - 2).allSatisfy { row in
                "│┐┘›".contains(screen.cells[row][screen.columns - 1].text)
                    && "│┌└".contains(screen.cells[row][0].text)
            }
        }

        @Test(arguments: [(120, 40), (80, 60)])
        func nothingOfItReachesTheTerminal(columns: Int, rows: Int) async throws {
            let (program, server) = try await start()
            defer { server.end() }
            let terminal = try program.screen(columns: columns, rows: rows)
            for (key, text) in [("3", "日本"), ("1", "日本"), ("2", "┌ Nodes 1 ─"), ("8", "127.0.0.1")]
            {
                try terminal.write(key)
                try terminal.wait(for: text)
                #expect(columnsAreIntact(terminal), "\(terminal.screen.text)")
            }
            try terminal.write("2\r")
            try terminal.wait("the process") {
                $0.screen.text.contains("4194999") && $0.screen.text.contains("evil")
            }
            #expect(columnsAreIntact(terminal), "\(terminal.screen.text)")
            try terminal.write("3\r")
            try terminal.wait(for: "evil")
            #expect(columnsAreIntact(terminal), "\(terminal.screen.text)")
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
            expectOnlyOurs(terminal)
        }

        private func expectOnlyOurs(_ terminal: PseudoTerminal) {
            // Sequences that no terminal knows, titles and resizing among them.
            #expect(terminal.screen.unknown == [])
            #expect(terminal.output.count < 1 << 20)
            let text = String(decoding: terminal.output, as: UTF8.self)
            for piece in [
                "pwned", "\u{9b}", "\u{202e}", "\u{2066}", "\u{200b}", "\u{1b}]", "[8;9;9t",
            ] {
                #expect(!text.contains(piece), "\(piece.debugDescription)")
            }
            // Invalid bytes arrive as the character that stands for them, or not at all.
            #expect(String(validating: terminal.output, as: UTF8.self) != nil)
        }

        @Test func nothingOfItReachesALog() async throws {
            let (program, server) = try await start()
            defer { server.end() }
            let outcome = program.run("log --once")
            #expect(outcome.status == 0)
            for scalar in outcome.output.unicodeScalars where scalar != "\n" {
                #expect(
                    !scalar.properties.isBidiControl && scalar.value >= 0x20 && scalar.value != 0x9b
                )
            }
            try outcome.output.write(
                toFile: "\(program.folder.path)/log", atomically: false, encoding: .utf8)
            let line = "jq -es 'map(select(.kind==\"endpoint\")) | .[0].endpoint' log > json"
            #expect(program.folder.run(line) == 0)
            #expect(program.folder.text("json").contains("日本語モデル"))
        }
    }
}
