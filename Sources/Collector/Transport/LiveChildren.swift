import Glibc
import Synchronization

/// The children that are running, so that all can be ended when we go.
actor LiveChildren {
    private var groups: Set<pid_t> = []
    private var underWay = 0
    private var isEnding = false

    /// A child is about to be started: it counts before its number is known.
    func begin() { underWay += 1 }

    /// It is gone, or never came.
    func end() { underWay -= 1 }

    func add(_ pid: pid_t) {
        groups.insert(pid)
        if isEnding { kill(-pid, SIGKILL) }
    }

    func remove(_ pid: pid_t) { groups.remove(pid) }

    var isEmpty: Bool { underWay == 0 }

    /// Sends a signal to the process group of every child, now; those still to come are killed.
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
