package import Fleet

/// Whether anything may be changed. It starts read-only; one context at a time is unlocked, and that
/// lapses when nothing is done for a while. Asked by the executor, whatever the screen thinks.
package struct WriteAccess: Sendable, Hashable {
    /// What the configuration says of its context.
    package enum Pin: Sendable, Hashable {
        /// Nothing: it is unlocked by the operator.
        case none
        /// It is never unlocked.
        case readOnly
        /// It is never locked.
        case writable
        /// It may only be watched, and why: its rules are for something else.
        case refused(String)

        /// Why nothing may even be planned; `nil` where it may.
        var objection: String? { if case .refused(let why) = self { why } else { nil } }
    }

    /// How long an unlocked context stays so when nothing is done.
    package static let idle = Duration.seconds(15 * 60)

    /// What the configuration says.
    package var pin: Pin
    /// The context that is unlocked, and until when.
    package private(set) var unlocked: (context: String, until: MonotonicTime)?

    /// Access; read-only by default.
    package init(pin: Pin = .none) { self.pin = pin }

    /// Unlocks a context.
    package mutating func unlock(_ context: String, at time: MonotonicTime) {
        if pin != .readOnly, pin.objection == nil { unlocked = (context, time + Self.idle) }
    }

    /// Locks.
    package mutating func lock() { unlocked = nil }

    /// Something was done: what is unlocked stays so for as long again.
    package mutating func touch(at time: MonotonicTime) {
        if let unlocked, unlocked.until >= time { unlock(unlocked.context, at: time) }
    }

    /// Throws where a plan may not be carried out now.
    package func check(_ plan: ActionPlan, at time: MonotonicTime) throws(ActionRefusal) {
        if let reason = reason(plan.context, at: time) { throw ActionRefusal(reason) }
    }

    /// Why nothing may be changed in a context now; `nil` where it may.
    package func reason(_ context: String, at time: MonotonicTime) -> String? {
        let name = context.isEmpty ? "This fleet" : context
        switch pin {
        case .writable: return nil
        case .readOnly: return "\(name) is read-only by its configuration."
        case .refused(let why): return why
        case .none:
            if let unlocked, unlocked.context == context, unlocked.until >= time { return nil }
            return "\(name) is locked: unlock it with `:write`."
        }
    }

    /// Whether both let the same through.
    package static func == (left: WriteAccess, right: WriteAccess) -> Bool {
        left.pin == right.pin && left.unlocked?.context == right.unlocked?.context
            && left.unlocked?.until == right.unlocked?.until
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(pin)
        hasher.combine(unlocked?.context)
    }
}
