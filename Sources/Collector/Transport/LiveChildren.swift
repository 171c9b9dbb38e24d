import Glibc
import Synchronization

/// The children that are running, so that all can be ended when we go.
actor LiveChildren {
    private var groups: Set<pid_t> = []
    private var isEnding = false

    func add(_ pid: pid_t) {
        groups.insert(pid)
        if isEnding { kill(-pid, SIGTERM) }
    }

    func remove(_ pid: pid_t) { groups.remove(pid) }

    var isEmpty: Bool { groups.isEmpty }

    /// Sends a signal to the process group of every child, now and (TERM) of those still to come.
    func signalAll(_ signal: Int32) {
        isEnding = true
        for group in groups { kill(-group, signal) }
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
