import Foundation
package import Glibc

/// What runs on this machine, as the kernel tells it.
package enum ProcessTable {
    /// Whether a process runs; one that has ended and waits to be collected does not.
    package static func isRunning(_ pid: pid_t) -> Bool {
        guard let state = fields(of: pid).first else { return false }
        return state != "Z" && state != "X"
    }

    /// The direct children of a process.
    package static func children(of parent: pid_t) -> [pid_t] {
        all.filter {
            fields(of: $0).dropFirst().first == "\(parent)"
        }
    }

    /// The processes whose command line holds a text.
    package static func running(with text: String) -> [pid_t] {
        all.filter { holds("cmdline", of: $0, text) && isRunning($0) }
    }

    /// The processes that were started with a variable of this value.
    package static func running(withVariable name: String, _ value: String) -> [pid_t] {
        all.filter { holds("environ", of: $0, "\(name)=\(value)") && isRunning($0) }
    }

    private static var all: [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }
    }

    /// Whether a list of words that end with a zero byte, joined by blanks, holds a text.
    private static func holds(_ list: String, of pid: pid_t, _ text: String) -> Bool {
        let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/\(list)") ?? Data()
        let words = String(decoding: bytes.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
        return words.contains(text)
    }

    /// The fields of `/proc/PID/stat` from the state on (proc_pid_stat(5)): state, parent, ...
    private static func fields(of pid: pid_t) -> [Substring] {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return [] }
        return text[text.index(after: name)...].split(separator: " ")
    }
}
