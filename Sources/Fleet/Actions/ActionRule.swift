/// One rule of the configuration: what it is about, and what it asks for.
package struct ActionRule: Sendable, Hashable {
    /// Empty for every kind.
    package var kinds: Set<ActionKind>
    /// Patterns with `*` for any text; `nil` for everything. A target is `provider/instance/uid`, and
    /// its uid alone fits as well.
    package var target: String?
    /// A pattern for the name of the configuration.
    package var context: String?
    /// A pattern for the class of the workload's data; what has none is the empty text.
    package var dataClass: String?
    /// Whether it is not done at all.
    package var isDenied: Bool
    /// The least tier.
    package var tier: ActionTier?
    /// The most targets at once.
    package var mostTargets: Int?
    /// Whether a reason has to be given.
    package var needsReason: Bool

    /// A rule; it is about everything and asks for nothing by default.
    package init(
        kinds: Set<ActionKind> = [], target: String? = nil, context: String? = nil,
        dataClass: String? = nil
    ) {
        self.kinds = kinds
        self.target = target
        self.context = context
        self.dataClass = dataClass
        isDenied = false
        needsReason = false
    }

    /// Whether it is about this.
    package func matches(
        _ kind: ActionKind, _ target: ActionTarget, _ context: String, _ dataClass: String?
    ) -> Bool {
        if !kinds.isEmpty && !kinds.contains(kind) { return false }
        if let pattern = self.target, !Self.fits(pattern, target.uid),
            !Self.fits(pattern, target.place)
        {
            return false
        }
        if let pattern = self.context, !Self.fits(pattern, context) { return false }
        if let pattern = self.dataClass, !Self.fits(pattern, dataClass ?? "") { return false }
        return true
    }

    /// What it is about, at the start of a sentence.
    package var words: String {
        let what = kinds.isEmpty ? "acting" : kinds.map(\.rawValue).sorted().joined(separator: ", ")
        let about = [
            target, context.map { "context \($0)" }, dataClass.map { "data class \($0)" },
        ].compactMap { $0 }.joined(separator: ", ")
        return "By a rule of the configuration, \(what)" + (about.isEmpty ? "" : " (\(about))")
    }

    /// `*` is any text; the rest stands for itself.
    static func fits(_ pattern: String, _ text: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return pattern == text }
        guard text.hasPrefix(parts[0]),
            text.dropFirst(parts[0].count).hasSuffix(parts[parts.count - 1])
        else { return false }
        var rest = text.dropFirst(parts[0].count).dropLast(parts[parts.count - 1].count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
