import CTerminal
import Foundation
import Glibc

/// A program in a pseudo-terminal of its own, and what its screen shows. For one test at a time: reading
/// blocks, always with a bound.
package final class PseudoTerminal {
    /// What the program has drawn so far, as a terminal would show it.
    package private(set) var screen: VirtualScreen
    /// Everything the program wrote; the newest megabyte.
    package private(set) var output: [UInt8] = []
    /// The process.
    package let process: Int32
    private var master: Int32
    private var status: Int32?

    /// Why a program could not be driven to where a test wanted it.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// How a program ended.
    package enum Exit: Equatable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    /// Starts a program on a terminal of a size. The environment is only what is given, with TERM,
    /// LANG and PATH by default.
    package init(
        _ words: [String], environment: [String: String] = [:], columns: Int = 80, rows: Int = 24
    ) throws {
        var variables = [
            "TERM": "xterm-256color", "LANG": "C.UTF-8",
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "SWIFT_BACKTRACE": "enable=no",
        ]
        variables.merge(environment) { _, new in new }
        screen = VirtualScreen(columns: columns, rows: rows)
        var arguments = words.map { strdup($0) } + [nil]
        var pairs = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { (arguments + pairs).forEach { free($0) } }
        var end: Int32 = -1
        process = cterminal_spawn(
            words.first ?? "", &arguments, &pairs, Int32(rows), Int32(columns), &end)
        master = end
        guard process > 0 else {
            throw Failure(description: "no terminal for \(words): errno \(errno)")
        }
    }

    deinit {
        if status == nil, process > 0 {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        if master >= 0 { close(master) }
    }

    /// A program that the package builds, beside the tests.
    package static func built(_ name: String) -> String {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let beside = tests.deletingLastPathComponent().appendingPathComponent(name).path
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        return Tools.root.appendingPathComponent(".build/debug/\(name)").path
    }

    /// Types bytes.
    package func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Types bytes; reads what comes meanwhile, so that neither side waits for the other.
    package func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) }
            if count < 0, errno != EAGAIN, errno != EINTR {
                throw Failure(description: "the terminal is closed: errno \(errno)")
            }
            _ = readOnce(milliseconds: 1)
        }
    }

    /// Gives the terminal another size, which sends SIGWINCH.
    package func resize(columns: Int, rows: Int) {
        screen.resize(columns: columns, rows: rows)
        _ = cterminal_set_size(master, Int32(rows), Int32(columns))
    }

    /// Makes the terminal tell no size (0 by 0), as some do.
    package func forgetSize() { _ = cterminal_set_size(master, 0, 0) }

    /// The foreground process group: the job that the terminal's keys go to.
    package var foreground: Int32 { tcgetpgrp(master) }

    /// Sends the program a signal.
    package func signal(_ number: Int32) { kill(process, number) }

    /// The terminal's settings as the program left them.
    private var settings: termios {
        var settings = termios()
        tcgetattr(master, &settings)
        return settings
    }

    /// Closes the terminal, as a window that is closed or a connection that breaks.
    package func hangUp() {
        close(master)
        master = -1
    }

    /// Whether typed lines are echoed and edited, as a shell expects.
    package var isCooked: Bool {
        let wanted = tcflag_t(ICANON | ECHO)
        return settings.c_lflag & wanted == wanted && settings.c_oflag & tcflag_t(OPOST) != 0
    }

    /// Reads until the screen, or anything else, is as wanted.
    package func wait(
        _ what: String = "the screen", within limit: Duration = .seconds(20),
        until done: (PseudoTerminal) throws -> Bool
    ) throws {
        let end = ContinuousClock.now + limit
        while try !done(self) {
            guard ContinuousClock.now < end else {
                throw Failure(
                    description: "no \(what) within \(limit):\n\(screen.text)\n"
                        + String(decoding: output.suffix(400), as: UTF8.self).debugDescription)
            }
            _ = readOnce(milliseconds: 20)
        }
    }

    /// Reads until the screen shows a text.
    package func wait(for text: String, within limit: Duration = .seconds(20)) throws {
        try wait(text.debugDescription, within: limit) { $0.screen.text.contains(text) }
    }

    /// Reads until the program has ended and everything it wrote is read.
    @discardableResult
    package func waitForExit(within limit: Duration = .seconds(20)) throws -> Exit {
        try wait("end of the program", within: limit) { $0.hasEnded }
        while readOnce(milliseconds: 0) {}
        let status = self.status ?? 0
        return status & 0x7f == 0 ? .code(status >> 8 & 0xff) : .signal(status & 0x7f)
    }

    private var hasEnded: Bool {
        if status != nil { return true }
        var value: Int32 = 0
        guard waitpid(process, &value, WNOHANG) == process else { return false }
        status = value
        return true
    }

    private func readOnce(milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        let ready = poll(&descriptor, 1, milliseconds)
        guard ready > 0, descriptor.revents & Int16(POLLIN) != 0 else {
            // A closed terminal is ready at once, forever: what is asked for next may be the end.
            if ready > 0 { usleep(UInt32(max(0, milliseconds)) * 100) }
            return false
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(master, &buffer, buffer.count)
        guard count > 0 else { return false }
        screen.feed(buffer[..<count])
        output += buffer[..<count]
        if output.count > 1 << 20 { output.removeFirst(output.count - 1 << 19) }
        return true
    }
}
