import Glibc
import Synchronization

/// The children that are running, so that all can be ended when we go.
actor LiveChildren {
    /// A child, from before it has a process to after it has none.
    struct Number: Hashable, Sendable {
        fileprivate let value: Int
    }

    /// The process group of each child that is under way; `nil` until it is known.
    private var groups: [Number: pid_t?] = [:]
    private var count = 0
    private var isEnding = false

    /// A child is about to be started: it counts before its process is known.
    func begin() -> Number {
        count += 1
        groups[Number(value: count)] = .some(nil)
        return Number(value: count)
    }

    /// It has become this process, the leader of a group.
    func add(_ pid: pid_t, as number: Number) {
        groups[number] = pid
        if isEnding { kill(-pid, SIGKILL) }
    }

    /// It is gone, or never came. What it has left of its group goes too: a leader heeds TERM and
    /// leaves behind a child that does not.
    func end(_ number: Number) {
        guard let pid = groups.removeValue(forKey: number) ?? nil else { return }
        kill(-pid, SIGKILL)
    }

    var isEmpty: Bool { groups.isEmpty }

    /// Sends a signal to the process group of every child, now; those still to come are killed.
    func signalAll(_ signal: Int32) {
        isEnding = true
        for case let group? in groups.values { kill(-group, signal) }
    }
}

/// A descriptor that is closed once, whoever gets there first.
final class OpenDescriptor: Sendable {
    private let descriptor: Int32
    private let isOpen = Atomic(true)

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    func close() {
        if isOpen.exchange(false, ordering: .relaxed) { _ = Glibc.close(descriptor) }
    }
}
