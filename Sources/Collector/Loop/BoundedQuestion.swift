/// Something that is asked again and again and may hang. Each time it is given a limit; what has not
/// returned by then is cancelled and left behind, and nothing is asked on top of it until it returns.
package actor BoundedQuestion {
    /// What came of asking.
    package enum Outcome<Value: Sendable>: Sendable {
        /// It returned in time.
        case answered(Value)
        /// It did not return in time.
        case late
        /// An earlier one has not returned yet, so that nothing was asked.
        case busy
        /// The caller was cancelled meanwhile.
        case cancelled
    }

    private var isUnderWay = false
    private let thread: LateThread

    /// A question that nobody has asked yet, with the thread that keeps its time.
    package init(thread: LateThread = LateThread()) {
        self.thread = thread
    }

    /// Asks, and returns after `limit` at the latest, whatever `body` does. Cancellation of the caller
    /// is passed on to `body` and not waited for either.
    package func ask<Value: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable () async -> Value
    ) async -> Outcome<Value> {
        guard !isUnderWay else { return .busy }
        isUnderWay = true
        let (outcomes, outcome) = AsyncStream.makeStream(
            of: Outcome<Value>.self, bufferingPolicy: .bufferingOldest(1))
        let work = Task {
            let value = await Self.run(body)
            isUnderWay = false
            outcome.yield(.answered(value))
        }
        let alarm = thread.alarm(after: limit) { outcome.yield(.late) }
        var iterator = outcomes.makeAsyncIterator()
        let first = await iterator.next(isolation: self) ?? .cancelled
        alarm.cancel()
        if case .answered = first { return first }
        work.cancel()
        return first
    }

    @concurrent private static func run<Value: Sendable>(
        _ body: @Sendable () async -> Value
    ) async -> Value {
        await body()
    }
}
