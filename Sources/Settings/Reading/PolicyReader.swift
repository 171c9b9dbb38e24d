import Fleet
import Yams

/// Reads `policy:`.
struct PolicyReader {
    let surroundings: Surroundings

    static let keys = ["read_only", "production", "frame", "max_out", "data_classes", "rules"]
    static let classKeys = ["owned_only", "countries", "attestations"]

    /// The whole section.
    func read(_ node: Node, _ errors: inout ErrorList) -> PolicySettings {
        var policy = PolicySettings()
        for member in errors.members(node, "policy", allowed: Self.keys) {
            let path = join("policy", member.key)
            switch member.key {
            case "read_only": policy.isReadOnly = boolean(member.value, path, &errors)
            case "production": policy.isProduction = boolean(member.value, path, &errors) ?? false
            case "frame": policy.frame = frame(member.value, path, &errors)
            case "max_out": policy.mostOut = share(member.value, path, &errors)
            case "data_classes": policy.dataClasses = classes(member.value, path, &errors)
            default:
                policy.rules = RuleReader(surroundings: surroundings)
                    .read(member.value, path, &errors)
            }
        }
        return policy
    }

    /// A workload's class without a rule would refuse every move of it: most likely it is misspelt.
    func checkClasses(_ node: Node, _ policy: PolicySettings, _ errors: inout ErrorList) {
        guard !policy.dataClasses.isEmpty, case .mapping(let workloads) = node else { return }
        for (key, value) in workloads {
            guard let name = key.text, case .mapping(let settings) = value,
                let place = settings["data_class"], let text = place.text,
                policy.dataClasses[CleanText.clean(text)] == nil
            else { continue }
            let known = policy.dataClasses.keys.sorted()
            errors.add(
                place, "workloads.\(CleanText.clean(name)).data_class",
                "policy.data_classes has no rule for it, found \(place.found)",
                suggestion: NearestName.of(text, among: known))
        }
    }

    private func boolean(_ node: Node, _ path: String, _ errors: inout ErrorList) -> Bool? {
        let reader = SettingReader(surroundings: surroundings)
        guard case .boolean(let flag) = reader.read(node, .boolean, path: path, &errors) else {
            return nil
        }
        return flag
    }

    private func frame(_ node: Node, _ path: String, _ errors: inout ErrorList) -> String? {
        let names = PolicySettings.frames
        if let text = node.text, names.contains(text) { return text }
        errors.add(
            node, path, "expected one of \(names.joined(separator: ", ")), found \(node.found)",
            suggestion: node.text.flatMap { NearestName.of($0, among: names) })
        return nil
    }

    /// `50%`, or `0.5`.
    private func share(_ node: Node, _ path: String, _ errors: inout ErrorList) -> Double? {
        let text = node.text ?? ""
        let number =
            text.hasSuffix("%")
            ? Double(text.dropLast().trimming(" ")).map { $0 / 100 } : Double(text)
        guard let number, (0...1).contains(number) else {
            errors.add(node, path, "expected a share such as `50%`, found \(node.found)")
            return nil
        }
        return number
    }

    private func classes(
        _ node: Node, _ path: String, _ errors: inout ErrorList
    ) -> [String: DataClassRule] {
        var classes: [String: DataClassRule] = [:]
        for member in errors.members(node, path, allowed: nil) {
            let name = CleanText.clean(member.key)
            classes[name] = rule(name, member.value, join(path, member.key), &errors)
        }
        return classes
    }

    private func rule(
        _ name: String, _ node: Node, _ path: String, _ errors: inout ErrorList
    ) -> DataClassRule {
        var rule = DataClassRule(name: name)
        for member in errors.members(node, path, allowed: Self.classKeys) {
            let place = join(path, member.key)
            switch member.key {
            case "owned_only": rule.isOwnedOnly = boolean(member.value, place, &errors) ?? false
            case "countries":
                rule.countries = words(member.value, place, &errors)
                if rule.countries.contains(where: { !Self.isCountry($0) }) {
                    errors.add(
                        member.value, place,
                        "expected country codes such as `DE`, found "
                            + rule.countries.sorted().joined(separator: ", "))
                }
            default: rule.attestations = words(member.value, place, &errors)
            }
        }
        return rule
    }

    private static func isCountry(_ code: String) -> Bool {
        code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5a).contains($0) }
    }

    private func words(_ node: Node, _ path: String, _ errors: inout ErrorList) -> Set<String> {
        let reader = SettingReader(surroundings: surroundings)
        guard case .strings(let list) = reader.read(node, .strings, path: path, &errors) else {
            return []
        }
        return Set(list.map { CleanText.clean($0) })
    }
}
