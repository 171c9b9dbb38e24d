import Fleet

/// Nodes of which nothing is to be seen that would show anything, and since when. It is kept from one look
/// to the next, so that nothing is waited for without end.
struct DarkNodes: Sendable, Hashable {
    /// A driver that starts, and whoever watches it, may need so long.
    static let patience = Duration.seconds(300)

    /// When it is looked.
    var now = MonotonicTime(nanoseconds: 0)
    private var since: [String: MonotonicTime] = [:]

    /// Takes that nothing is to be seen of a node; whether that is so for longer than anybody waits.
    mutating func isTooLong(_ name: String) -> Bool {
        let start = since[name] ?? now
        since[name] = start
        return now - start >= Self.patience
    }

    /// Takes that something is.
    mutating func see(_ name: String) { since[name] = nil }
}

extension ActionProof {
    /// Whether it is looked again.
    var isPending: Bool {
        if case .notYet = self { true } else { false }
    }
}
