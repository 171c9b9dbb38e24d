/// Which actions were taken back, and by which others. An undo is told by its reason, which every journal
/// has had from the start.
package struct UndoLedger: Sendable, Hashable {
    /// An action that takes another one back.
    package struct Undo: Sendable, Hashable {
        /// Its id.
        package let id: String
        /// How far it has come.
        package let state: ActionState
        /// Nothing more will come of it.
        package let isOver: Bool

        /// Whether nothing is left of what it takes back.
        package var isWhole: Bool { isOver && (state == .verified || state == .converged) }

        /// What it makes of the other: `undone by 3f9a1c`, by the name that it is to be called there;
        /// `nil` where it has changed nothing.
        package func words(_ name: String) -> String? {
            guard isOver else { return "being undone by \(name)" }
            switch state {
            case .verified, .converged: return "undone by \(name)"
            case .partial: return "undone in part by \(name)"
            case .unknown: return "perhaps undone by \(name)"
            default: return nil
            }
        }
    }

    /// What is known of one action.
    package struct Entry: Sendable {
        /// What it does.
        package let plan: ActionPlan
        /// How far it has come.
        package let state: ActionState
        /// Nothing more will come of it.
        package let isOver: Bool

        /// An action that somebody has said yes to.
        package init(_ plan: ActionPlan, _ state: ActionState, isOver: Bool) {
            self.plan = plan
            self.state = state
            self.isOver = isOver
        }
    }

    private var undos: [String: Undo] = [:]

    /// Nothing was taken back.
    package init() {}

    /// What these actions have taken back of each other; the later of two that take back the same one
    /// counts. One that is itself taken back has taken nothing back.
    package init(_ entries: [Entry]) {
        let plans = Dictionary(entries.map { ($0.plan.id, $0.plan) }) { first, _ in first }
        var found: [String: [Undo]] = [:]
        for entry in entries {
            guard let id = entry.plan.undoes, let plan = plans[id], entry.plan.isAt(plan) else {
                continue
            }
            found[id, default: []].append(
                Undo(id: entry.plan.id, state: entry.state, isOver: entry.isOver))
        }
        for id in found.keys { undos[id] = Self.last(id, found, depth: 0) }
    }

    /// The action that has taken this one back, or is about to; `nil` where none has.
    package subscript(_ id: String) -> Undo? { undos[id] }

    private static func last(
        _ id: String, _ found: [String: [Undo]], depth: Int
    ) -> Undo? {
        // No chain is that long, unless it is a ring that somebody has made by hand.
        guard depth < 32 else { return nil }
        return found[id]?.last { undo in
            undo.words("") != nil && last(undo.id, found, depth: depth + 1)?.isWhole != true
        }
    }
}

extension ActionPlan {
    private static let undoMark = "undo of "

    /// The reason of what takes an action back.
    package static func reasonOfUndo(_ id: String) -> String { undoMark + id }

    /// The action that this one takes back; `nil` where it takes none back.
    package var undoes: String? {
        guard reason.hasPrefix(Self.undoMark) else { return nil }
        let id = reason.dropFirst(Self.undoMark.count)
        return id.isEmpty || id.contains(" ") ? nil : String(id)
    }

    /// Whether both are done to a target, in one context.
    fileprivate func isAt(_ other: ActionPlan) -> Bool {
        let places = Set(other.targets.map(\.place))
        return context == other.context && targets.contains { places.contains($0.place) }
    }
}
