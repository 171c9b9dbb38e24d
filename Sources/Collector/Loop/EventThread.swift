package import Fleet
import Glibc
import Synchronization

/// The one thread on which everything short happens: it sits in `poll()` on a wake pipe, registered
/// descriptors and timers, and runs the jobs of the actors that name it as their executor.
///
/// An actor on it returns ``asUnownedSerialExecutor()`` from `unownedExecutor`; handlers of its
/// descriptors and timers run on the thread and may enter it with `assumeIsolated`. Nothing here may
/// block. All functions may be called from any thread.
package final class EventThread: SerialExecutor {
    /// A timer that has been asked for.
    package struct TimerID: Hashable, Sendable {
        let number: Int
    }

    /// What holds the thread's whole state. Uncontended but for jobs from outside.
    private let state: Mutex<EventState>
    /// The running thread, once it runs; 0 before.
    private let identity = Atomic<UInt>(0)
    private let wake: WakePipe
    private let clock: any FleetClock
    private let ended = Mutex(EndWatch())

    /// Starts the thread. `clock` drives the timers; only its monotonic part is asked. Throws where no
    /// descriptors are left for it.
    package init(clock: any FleetClock) throws(DescriptorShortage) {
        self.clock = clock
        wake = try WakePipe()
        state = Mutex(EventState())
        startThread { self.run() }
    }

    // MARK: Descriptors

    /// Calls `handler` on the thread whenever `descriptor` is ready, until it is removed. A descriptor
    /// has one handler; a second replaces it. The caller keeps owning the descriptor.
    package func add(
        _ descriptor: Int32, for interest: Readiness = .readable,
        _ handler: @escaping @Sendable (Readiness) -> Void
    ) {
        state.withLock { $0.watch(descriptor, interest, handler) }
        wakeUp()
    }

    /// Stops watching a descriptor. Called on the thread, no handler of it runs after this returns.
    package func remove(_ descriptor: Int32) {
        state.withLock { $0.unwatch(descriptor) }
        wakeUp()
    }

    // MARK: Timers

    /// Calls `handler` on the thread once, not before `time` and, the thread being free, at the latest
    /// `leeway` later. Timers whose leeways overlap share one wake-up; the thread is woken now only for one that
    /// comes before all others.
    @discardableResult
    package func schedule(
        at time: MonotonicTime, leeway: Duration = .zero, _ handler: @escaping @Sendable () -> Void
    ) -> TimerID {
        let (id, isNext) = state.withLock { state in
            let before = state.timers.latest
            let id = state.timers.insert(at: time, leeway: leeway, handler)
            return (id, before.map { time + leeway < $0 } ?? true)
        }
        if isNext { wakeUp() }
        return id
    }

    /// Calls `handler` on the thread once, after `delay`.
    @discardableResult
    package func schedule(
        after delay: Duration, leeway: Duration = .zero, _ handler: @escaping @Sendable () -> Void
    ) -> TimerID {
        schedule(at: clock.now().monotonic + delay, leeway: leeway, handler)
    }

    /// Forgets a timer; one that has fired already is none.
    package func cancel(_ timer: TimerID) {
        state.withLock { $0.timers.remove(timer) }
    }

    /// Makes the thread look at its timers: a clock that tests move calls this after each move.
    package func wakeUp() {
        if !isCurrent { wake.raise() }
    }

    // MARK: Executor

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
        wakeUp()
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    package func checkIsolated() {
        precondition(isCurrent, "called off the event thread")
    }

    package func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Whether the caller runs on the thread.
    package var isCurrent: Bool { identity.load(ordering: .relaxed) == UInt(pthread_self()) }

    // MARK: End

    /// Ends the thread once the jobs that are queued have run. Handlers and timers are dropped. An
    /// actor on the thread never runs again, so this is the last thing done before leaving.
    package func shutDown() {
        state.withLock { $0.isEnding = true }
        wake.raise()
    }

    /// Waits for the thread to have ended.
    package func waitForEnd() async {
        await withCheckedContinuation { waiter in
            ended.withLock { $0.add(waiter) }
        }
    }

    // MARK: The loop

    private func run() {
        identity.store(UInt(pthread_self()), ordering: .relaxed)
        var polled: [pollfd] = []
        var batch: [UnownedJob] = []
        while runJobs(&batch) {
            fireTimers()
            let timeout = state.withLock { state in
                state.fillPolled(&polled, wake: wake.reader)
                return state.timeout(now: clock.now().monotonic)
            }
            let ready = poll(&polled, nfds_t(polled.count), timeout)
            if ready > 0 { dispatch(polled) }
        }
        identity.store(0, ordering: .relaxed)
        ended.withLock { $0.end() }
    }

    /// Runs what is queued, without what is queued meanwhile; false when that was the last.
    private func runJobs(_ batch: inout [UnownedJob]) -> Bool {
        let goesOn = state.withLock { state in
            swap(&batch, &state.jobs)
            return !(state.isEnding && batch.isEmpty)
        }
        for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
        batch.removeAll(keepingCapacity: true)
        return goesOn
    }

    private func fireTimers() {
        let now = clock.now().monotonic
        let newest = state.withLock { $0.timers.newest }
        while let handler = state.withLock({ $0.timers.takeNext(at: now, newest: newest) }) {
            handler()
        }
    }

    private func dispatch(_ polled: [pollfd]) {
        for entry in polled where entry.revents != 0 {
            if entry.fd == wake.reader {
                wake.lower()
            } else {
                let handler = state.withLock { $0.listener(to: entry.fd) }
                handler?(Readiness(events: entry.revents))
            }
        }
    }
}

/// Those who wait for a thread's end.
private struct EndWatch {
    private var hasEnded = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    mutating func add(_ waiter: CheckedContinuation<Void, Never>) {
        if hasEnded { waiter.resume() } else { waiters.append(waiter) }
    }

    mutating func end() {
        hasEnded = true
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}
