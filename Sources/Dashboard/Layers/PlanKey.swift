import Fleet

/// What can be done with a plan beside confirming it. Each has a letter; where the target's name is
/// typed, letters belong to that, and it takes Control with another.
enum PlanKey: String, CaseIterable {
    case copy = "copy requests"
    case reason = "say why"
    case anew = "plan anew"
    case hidden = "take marked rows in"

    /// The key that stands for it.
    var letter: Character {
        switch self {
        case .copy: "c"
        case .reason: "w"
        case .anew: "n"
        case .hidden: "h"
        }
    }

    /// With Control: one that neither edits a line nor leaves it.
    var control: Character {
        switch self {
        case .copy: "y"
        case .reason: "o"
        case .anew: "n"
        case .hidden: "t"
        }
    }

    /// The key's meaning; `nil` for another key.
    init?(_ key: Key, isTyping: Bool) {
        let found = Self.allCases.first { one in
            key == .control(one.control) || (!isTyping && key == .character(one.letter))
        }
        guard let found else { return nil }
        self = found
    }

    /// Whether it does anything for what is planned.
    func applies(_ state: DashboardState) -> Bool {
        switch self {
        case .copy: PlanLayer.plan(state).map { !PlanText.requests($0.plan).isEmpty } ?? false
        case .anew: true
        case .hidden: state.acting.draft?.wider != nil
        case .reason: if case .order = state.acting.draft?.wish { true } else { false }
        }
    }

    /// What it does, in a word or two.
    func label(_ state: DashboardState) -> String {
        self == .anew && state.acting.draft?.wish.decision != nil ? "look again" : rawValue
    }
}
