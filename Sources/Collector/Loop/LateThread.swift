import Fleet
import Synchronization

/// The program's event thread, for those who are made before it; where no program says which, one of its
/// own from the first use on.
package final class LateThread: Sendable {
    private let state = Mutex(State())

    private struct State {
        var thread: EventThread?
        var isOwn = false
    }

    /// Nobody's thread yet.
    package init() {}

    /// This is the thread from now on; what another one does for somebody already stays there.
    package func use(_ thread: EventThread) {
        state.withLock { $0 = State(thread: thread) }
    }

    /// The thread; throws where it would be a new one and no descriptors are left.
    package func thread() throws(DescriptorShortage) -> EventThread {
        try state.withLock { state throws(DescriptorShortage) in
            if let thread = state.thread { return thread }
            let thread = try EventThread(clock: SystemClock())
            state = State(thread: thread, isOwn: true)
            return thread
        }
    }

    /// Calls `body` once after `delay`, unless the alarm is cancelled before. A task that sleeps does the
    /// same, but wakes two threads up at its time also when it was cancelled long ago.
    func alarm(after delay: Duration, _ body: @escaping @Sendable () -> Void) -> Alarm {
        guard let thread = try? thread() else {
            return Alarm.sleeping(
                Task {
                    try? await Task.sleep(for: delay)
                    if !Task.isCancelled { body() }
                })
        }
        let leeway = min(delay / 20, .milliseconds(250))
        return Alarm.scheduled(thread, thread.schedule(after: delay, leeway: leeway, body))
    }

    /// Something that is to happen later.
    enum Alarm: Sendable {
        case scheduled(EventThread, EventThread.TimerID)
        case sleeping(Task<Void, Never>)

        /// It does not happen, if it has not begun.
        func cancel() {
            switch self {
            case .scheduled(let thread, let timer): thread.cancel(timer)
            case .sleeping(let task): task.cancel()
            }
        }
    }

    deinit {
        state.withLock { if $0.isOwn { $0.thread?.shutDown() } }
    }
}
