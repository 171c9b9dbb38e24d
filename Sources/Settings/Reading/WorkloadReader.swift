import Fleet
import Yams

/// Reads `workloads:`.
struct WorkloadReader {
    let surroundings: Surroundings

    /// The keys of a workload.
    static let keys = ["data_class", "router", "objectives"]

    /// All workloads in the order of the file.
    func read(_ node: Node, _ errors: inout ErrorList) -> [WorkloadSettings] {
        errors.members(node, "workloads", allowed: nil).map { workload($0, &errors) }
    }

    private func workload(_ member: Member, _ errors: inout ErrorList) -> WorkloadSettings {
        let path = join("workloads", member.key)
        var workload = WorkloadSettings(name: CleanText.clean(member.key))
        let reader = SettingReader(surroundings: surroundings)
        for setting in errors.members(member.value, path, allowed: Self.keys) {
            let place = join(path, setting.key)
            if setting.key == "objectives" {
                workload.objectives = objectives(setting.value, place, &errors)
                continue
            }
            guard
                case .string(let text) = reader.read(
                    setting.value, .string, path: place, &errors)
            else { continue }
            if setting.key == "data_class" { workload.dataClass = CleanText.clean(text) }
            if setting.key == "router" {
                workload.router = router(text, setting.value, place, &errors)
            }
        }
        return workload
    }

    private func router(
        _ text: String, _ node: Node, _ path: String, _ errors: inout ErrorList
    ) -> String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count < 2 || parts.contains(where: \.isEmpty) {
            errors.add(
                node, path,
                "expected a router and its service such as `haproxy/chat`, "
                    + "found \(node.found)")
            return nil
        }
        return CleanText.clean(text)
    }

    private func objectives(
        _ node: Node, _ path: String, _ errors: inout ErrorList
    ) -> [WorkloadObjective] {
        var objectives: [WorkloadObjective] = []
        for member in errors.members(node, path, allowed: WorkloadObjective.keys.map(\.key)) {
            guard let entry = WorkloadObjective.keys.first(where: { $0.key == member.key }) else {
                continue
            }
            if let limit = limit(member.value.text ?? "", entry.metric.unit) {
                objectives.append(WorkloadObjective(metric: entry.metric, limit: limit))
            } else {
                let expected = Self.expected(entry.metric.unit)
                errors.add(
                    member.value, join(path, member.key),
                    "expected \(expected), found \(member.value.found)")
            }
        }
        return objectives
    }

    private static func expected(_ unit: Unit) -> String {
        switch unit {
        case .seconds: "a duration such as `600ms`"
        case .ratio: "a share such as `0.5%`"
        default: "a number"
        }
    }

    private func limit(_ text: String, _ unit: Unit) -> Double? {
        switch unit {
        case .seconds: DurationText.parse(text)?.inSeconds
        case .ratio where text.hasSuffix("%"):
            Double(text.dropLast().trimming(" ")).flatMap {
                (0...100).contains($0) ? $0 / 100 : nil
            }
        case .ratio: Double(text).flatMap { (0...1).contains($0) ? $0 : nil }
        default: Double(text).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        }
    }
}
