package import Fleet

/// Whether anything may be changed, as the screen knows it. Whoever carries out asks again.
package enum WriteStatus: Hashable, Sendable {
    /// Locked until somebody unlocks it.
    case locked
    /// Unlocked until then, if nothing is done.
    case unlocked(until: MonotonicTime)
    /// Never locked, by the configuration.
    case writable
    /// Never unlocked, by the configuration.
    case readOnly
    /// There is nothing to act with, and why.
    case unable(String)

    /// Why nothing may be changed now; `nil` where it may.
    package func refusal(_ context: String, at time: MonotonicTime) -> String? {
        switch self {
        case .writable: return nil
        case .unlocked(let until) where until >= time: return nil
        case .unlocked: return "Unlocked for long enough: \(Self.advice(context)) unlocks it again."
        case .locked: return "This is read-only: \(Self.advice(context)) unlocks it."
        case .readOnly:
            let name = context.isEmpty ? "This fleet" : context
            return "\(name) is read-only by its configuration."
        case .unable(let why): return why
        }
    }

    /// What is typed to unlock a context.
    package static func advice(_ context: String) -> String {
        context.isEmpty ? ":write" : ":write \(context)"
    }

    /// The badge in the header: `RO`, `WRITE`, `WRITE 14m`.
    package func badge(at time: MonotonicTime) -> String {
        switch self {
        case .writable: return "WRITE"
        case .unlocked(let until) where until >= time:
            return "WRITE \(Format.age(until - time))"
        case .locked, .unlocked, .readOnly, .unable: return "RO"
        }
    }
}
