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
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter {
            fields(of: $0).dropFirst().first == "\(parent)"
        }
    }

    /// The fields of `/proc/PID/stat` from the state on (proc_pid_stat(5)): state, parent, ...
    private static func fields(of pid: pid_t) -> [Substring] {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return [] }
        return text[text.index(after: name)...].split(separator: " ")
    }
}
