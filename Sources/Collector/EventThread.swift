package import Fleet
import Glibc
import Synchronization

/// The one thread on which the store, the collector and the screen live: it sits in `poll(2)` on a wake
/// pipe, on registered descriptors and until the next timer, so that a tick that reads, applies and
/// paints is one wake-up. It is a serial executor: actors that return it as theirs run on it, and
/// handlers, which run on it too, may `assumeIsolated` into such an actor.
///
/// Nothing that runs here may block.
package final class EventThread: SerialExecutor, Sendable {
    /// What other threads hand in. Everything else belongs to the thread itself.
    private struct Inbox {
        var jobs: [UnownedJob] = []
        /// Whether a wake byte is under way: there is never more than one.
        var isAwake = false
        var isStopping = false
        var thread: pthread_t?
        var reactor: Reactor?
    }

    private let inbox = Mutex(Inbox())
    private let wakeRead: Int32
    private let wakeWrite: Int32

    /// Makes the pipe and starts the thread. Returns `nil` where the system gives no pipe or thread.
    package init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        wakeRead = ends[0]
        wakeWrite = ends[1]
        var thread = pthread_t()
        let itself = Unmanaged.passRetained(self)
        let started = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<EventThread>.fromOpaque(context).takeRetainedValue().loop()
                return nil
            }, itself.toOpaque())
        guard started == 0 else {
            itself.release()
            return nil
        }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        let wakes = inbox.withLock { inbox in
            inbox.jobs.append(unowned)
            defer { inbox.isAwake = true }
            return !inbox.isAwake
        }
        if wakes { wake() }
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// Traps unless called on the thread: what `assumeIsolated` relies on.
    package func checkIsolated() {
        precondition(isCurrent, "only on the event thread")
    }

    /// Whether the caller is on the thread.
    package var isCurrent: Bool {
        inbox.withLock { $0.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    /// Runs `handler` on the thread whenever the descriptor can be read or has been hung up. Call on the
    /// thread only. The descriptor stays the caller's to close, after ``forget(_:)``.
    package func watch(_ descriptor: Int32, _ handler: @escaping @Sendable () -> Void) {
        withReactor { $0.handlers[descriptor] = handler }
    }

    /// Stops watching a descriptor. Call on the thread only.
    package func forget(_ descriptor: Int32) {
        withReactor { $0.handlers[descriptor] = nil }
    }

    /// Runs `handler` on the thread once, at `time` or up to `leeway` later, so that what is due about
    /// then shares a wake-up. Call on the thread only.
    @discardableResult
    package func schedule(
        at time: MonotonicTime, leeway: Duration = .zero,
        _ handler: @escaping @Sendable () -> Void
    ) -> Timer {
        withReactor { reactor in
            reactor.lastTimer += 1
            let timer = Timer(id: reactor.lastTimer)
            reactor.timers[timer.id] = Reactor.Due(
                time: time.nanoseconds, latest: time.nanoseconds + leeway.nanoseconds,
                handler: handler)
            return timer
        } ?? Timer(id: 0)
    }

    /// Forgets a timer that has not fired. Call on the thread only.
    package func cancel(_ timer: Timer) {
        withReactor { $0.timers[timer.id] = nil }
    }

    /// A timer that was scheduled.
    package struct Timer: Hashable, Sendable {
        fileprivate let id: UInt64
    }

    /// Ends the thread after the jobs that are queued now. Actors on it do not run any more.
    package func stop() {
        inbox.withLock { $0.isStopping = true }
        wake()
    }

    private func wake() {
        var byte: UInt8 = 1
        _ = write(wakeWrite, &byte, 1)
    }

    /// The descriptors and timers, which only the thread touches; they sit behind the lock so that the
    /// compiler need not take our word for it.
    @discardableResult
    private func withReactor<Result: Sendable>(_ body: (inout Reactor) -> Result) -> Result? {
        inbox.withLock { inbox in
            var reactor = inbox.reactor ?? Reactor()
            inbox.reactor = nil
            defer { inbox.reactor = reactor }
            return body(&reactor)
        }
    }

    private func loop() {
        inbox.withLock { $0.thread = pthread_self() }
        while true {
            let (descriptors, timeout) = prepare()
            var list = descriptors
            let ready = poll(&list, nfds_t(list.count), timeout)
            if ready > 0, list[0].revents != 0 { drainWakePipe() }
            runTimers()
            if ready > 0 { runHandlers(list) }
            if !runJobs() { return }
        }
    }

    private func prepare() -> ([pollfd], Int32) {
        let now = SystemClock.monotonic()
        return inbox.withLock { inbox in
            var list = [pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0)]
            for descriptor in (inbox.reactor?.handlers ?? [:]).keys {
                list.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
            }
            if !inbox.jobs.isEmpty || inbox.isStopping { return (list, 0) }
            return (list, inbox.reactor?.timeout(from: now) ?? -1)
        }
    }

    private func drainWakePipe() {
        var bytes: [UInt8] = Array(repeating: 0, count: 16)
        while read(wakeRead, &bytes, bytes.count) > 0 {}
    }

    private func runTimers() {
        let now = SystemClock.monotonic()
        let due = inbox.withLock { $0.reactor?.takeDue(at: now) ?? [] }
        for handler in due { handler() }
    }

    private func runHandlers(_ list: [pollfd]) {
        for item in list.dropFirst() where item.revents != 0 {
            let handler = inbox.withLock { $0.reactor?.handlers[item.fd] }
            handler?()
        }
    }

    /// Runs what is queued; returns whether the thread goes on.
    private func runJobs() -> Bool {
        while true {
            let (jobs, stops) = inbox.withLock { inbox in
                defer { inbox.jobs = [] }
                if inbox.jobs.isEmpty { inbox.isAwake = false }
                return (inbox.jobs, inbox.isStopping)
            }
            if jobs.isEmpty { return !stops }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }
}

/// What the event thread waits for.
private struct Reactor {
    struct Due {
        var time: Int64
        var latest: Int64
        var handler: @Sendable () -> Void
    }

    var handlers: [Int32: @Sendable () -> Void] = [:]
    var timers: [UInt64: Due] = [:]
    var lastTimer: UInt64 = 0

    /// Milliseconds until the first timer must have fired, rounded up; -1 for ever.
    func timeout(from now: Int64) -> Int32 {
        guard let first = timers.values.map(\.latest).min() else { return -1 }
        return Int32(clamping: max(0, (first - now + 999_999) / 1_000_000))
    }

    /// Takes out what may fire now, in order.
    mutating func takeDue(at now: Int64) -> [@Sendable () -> Void] {
        let due = timers.filter { $0.value.time <= now }.sorted { $0.value.time < $1.value.time }
        for (id, _) in due { timers[id] = nil }
        return due.map(\.value.handler)
    }
}
