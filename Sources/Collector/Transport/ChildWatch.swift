import Fleet
import Synchronization

/// The event thread that watches children: the one of the program, or where nobody said which, one of its
/// own from the first child on.
final class ChildWatch: Sendable {
    private let state = Mutex(State())

    private struct State {
        var thread: EventThread?
        var isOwn = false
    }

    /// Children are watched by this thread from now on; those that run already stay with theirs.
    func use(_ thread: EventThread) {
        state.withLock { $0 = State(thread: thread) }
    }

    /// The thread to watch a child.
    func thread() throws(DescriptorShortage) -> EventThread {
        try state.withLock { state throws(DescriptorShortage) in
            if let thread = state.thread { return thread }
            let thread = try EventThread(clock: SystemClock())
            state = State(thread: thread, isOwn: true)
            return thread
        }
    }

    deinit {
        state.withLock { if $0.isOwn { $0.thread?.shutDown() } }
    }
}
