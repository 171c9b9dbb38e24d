import Fleet
import Glibc

/// What a descriptor is ready for.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Reading will not block. Also set at the end of the file.
    package static let readable = Readiness(rawValue: 1)
    /// Writing will not block.
    package static let writable = Readiness(rawValue: 2)
    /// The other side has hung up, or the descriptor is broken. Always reported.
    package static let closed = Readiness(rawValue: 4)

    init(events: Int16) {
        var set: Readiness = []
        if events & Int16(POLLIN) != 0 { set.insert(.readable) }
        if events & Int16(POLLOUT) != 0 { set.insert(.writable) }
        if events & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { set.insert(.closed) }
        self = set
    }

    var events: Int16 {
        (contains(.readable) ? Int16(POLLIN) : 0) | (contains(.writable) ? Int16(POLLOUT) : 0)
    }
}

/// What an ``EventThread`` has to look after.
struct EventState {
    typealias Handler = @Sendable (Readiness) -> Void

    var jobs: [UnownedJob] = []
    var timers = TimerSet()
    var isEnding = false
    private(set) var handlers: [Int32: (interest: Readiness, handler: Handler)] = [:]
    private var handlersChanged = true

    mutating func watch(_ descriptor: Int32, _ interest: Readiness, _ handler: @escaping Handler) {
        handlers[descriptor] = (interest, handler)
        handlersChanged = true
    }

    mutating func unwatch(_ descriptor: Int32) {
        handlersChanged = handlers.removeValue(forKey: descriptor) != nil || handlersChanged
    }

    /// Brings the list for `poll()` up to date; most turns change nothing.
    mutating func fillPolled(_ polled: inout [pollfd], wake: Int32) {
        guard handlersChanged else { return }
        handlersChanged = false
        polled.removeAll(keepingCapacity: true)
        polled.append(pollfd(fd: wake, events: Int16(POLLIN), revents: 0))
        for (descriptor, entry) in handlers {
            polled.append(pollfd(fd: descriptor, events: entry.interest.events, revents: 0))
        }
    }

    /// How long `poll()` may sleep, in milliseconds; -1 is until something happens.
    func timeout(now: MonotonicTime) -> Int32 {
        if isEnding || !jobs.isEmpty { return 0 }
        guard let latest = timers.latest else { return -1 }
        let wait = max(0, (latest - now).nanoseconds)
        return Int32(clamping: (wait + 999_999) / 1_000_000)
    }
}

/// The timers of an ``EventThread``: a few hundred at most, so a list that is looked through once a
/// wake-up.
struct TimerSet {
    private struct Entry {
        let number: Int
        let earliest: MonotonicTime
        let latest: MonotonicTime
        let handler: @Sendable () -> Void
    }

    private var entries: [Entry] = []
    private var count = 0
    /// When the thread has to be awake at the latest.
    private(set) var latest: MonotonicTime?

    mutating func insert(
        at time: MonotonicTime, leeway: Duration, _ handler: @escaping @Sendable () -> Void
    ) -> EventThread.TimerID {
        count += 1
        let entry = Entry(
            number: count, earliest: time, latest: time + leeway, handler: handler)
        entries.append(entry)
        latest = min(latest ?? entry.latest, entry.latest)
        return EventThread.TimerID(number: count)
    }

    mutating func remove(_ timer: EventThread.TimerID) {
        entries.removeAll { $0.number == timer.number }
        latest = entries.lazy.map(\.latest).min()
    }

    /// Takes out what may fire now, in order of time.
    mutating func due(at now: MonotonicTime) -> [@Sendable () -> Void] {
        guard entries.contains(where: { $0.earliest <= now }) else { return [] }
        let fired = entries.filter { $0.earliest <= now }.sorted { $0.earliest < $1.earliest }
        entries.removeAll { $0.earliest <= now }
        latest = entries.lazy.map(\.latest).min()
        return fired.map(\.handler)
    }
}
