package import Fleet

/// Whether a workload's data may go where an action sends it. A refusal that no key overrides: only the
/// configuration does.
package struct ResidencyCheck: Sendable {
    /// The rules by class.
    package var rules: [String: DataClassRule]

    /// A check by the configuration's rules.
    package init(rules: [String: DataClassRule]) { self.rules = rules }

    /// A move of a workload's requests to sites that get more of them than before. `dataClass` is `nil`
    /// where nobody has said it, and so is a site that requests leave.
    package func judge(
        workload: String, dataClass: String?, from: [Site?], to newcomers: [Site]
    ) -> ActionCheck {
        guard !newcomers.isEmpty else {
            return ActionCheck(.residency, .pass, "\(workload) stays where it is.")
        }
        guard let dataClass else { return unlabelled(workload, from, newcomers) }
        guard let rule = rules[dataClass] else {
            return ActionCheck(
                .residency, .block,
                "No rule says where data of class `\(dataClass)` (\(workload)) may go: "
                    + "write one under `policy: data_classes:`.")
        }
        for site in newcomers {
            if let objection = rule.objection(to: site) {
                return ActionCheck(.residency, .block, "\(workload): \(objection).")
            }
        }
        let names = newcomers.map(\.name).joined(separator: ", ")
        return ActionCheck(
            .residency, .pass, "The rule for `\(dataClass)` lets \(workload) go to \(names).")
    }

    /// Without a label it may move between own sites, and not from an own one to any other. A site that
    /// nobody names may be an own one.
    private func unlabelled(_ workload: String, _ from: [Site?], _ to: [Site]) -> ActionCheck {
        let rented = to.first { $0.placement?.isOwned != true }
        let isOwnedNow = from.contains { $0.map { $0.placement?.isOwned == true } ?? true }
        guard let rented, isOwnedNow || from.isEmpty else {
            return ActionCheck(
                .residency, .warn, "\(workload) has no data_class: where it may go is not known.")
        }
        return ActionCheck(
            .residency, .block,
            "\(workload) has no data_class: it is not moved from own hardware to \(rented.name) "
                + "before one is configured.")
    }
}
