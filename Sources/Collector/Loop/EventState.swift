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
    private var handlers: [Int32: Watch] = [:]
    private var handlersChanged = true
    private var turn = 0

    private struct Watch {
        let interest: Readiness
        let handler: Handler
        /// The turn in which it began.
        let turn: Int
    }

    mutating func watch(_ descriptor: Int32, _ interest: Readiness, _ handler: @escaping Handler) {
        handlers[descriptor] = Watch(interest: interest, handler: handler, turn: turn)
        handlersChanged = true
    }

    /// Who is to hear what this turn's `poll()` said of a descriptor. One that began to be watched since
    /// then is another, though it may have the number of one that was closed.
    func listener(to descriptor: Int32) -> Handler? {
        handlers[descriptor].flatMap { $0.turn < turn ? $0.handler : nil }
    }

    mutating func unwatch(_ descriptor: Int32) {
        handlersChanged = handlers.removeValue(forKey: descriptor) != nil || handlersChanged
    }

    /// Brings the list for `poll()` up to date; most turns change nothing.
    mutating func fillPolled(_ polled: inout [pollfd], wake: Int32) {
        turn += 1
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
        guard let place = entries.firstIndex(where: { $0.number == timer.number }) else { return }
        let entry = entries.remove(at: place)
        if entry.latest == latest { latest = entries.lazy.map(\.latest).min() }
    }

    /// The newest timer; what is asked for later has a higher number.
    var newest: Int { count }

    /// Takes out the timer that is to fire first of those that may fire now; none newer than `newest`,
    /// so that timers which ask for another at once do not keep the thread. One at a time: what it does
    /// may cancel the others.
    mutating func takeNext(at now: MonotonicTime, newest: Int) -> (@Sendable () -> Void)? {
        var first: Int?
        for place in entries.indices
        where entries[place].earliest <= now && entries[place].number <= newest {
            if let known = first, entries[known].earliest <= entries[place].earliest { continue }
            first = place
        }
        guard let first else { return nil }
        let entry = entries.remove(at: first)
        if entry.latest == latest { latest = entries.lazy.map(\.latest).min() }
        return entry.handler
    }
}
