import Fleet
import Yams

/// Two workloads that say of one service of a router that it is theirs: what is sent there is judged by the
/// rules of both.
struct RouterOverlap: Sendable, Hashable {
    /// The earlier of the two in the file, and the later.
    var first: WorkloadSettings
    var second: WorkloadSettings

    /// What they say otherwise of it; empty where they agree.
    var differences: [String] {
        var found: [String] = []
        if first.dataClass != second.dataClass { found.append("data_class") }
        if Set(first.objectives) != Set(second.objectives) { found.append("objectives") }
        return found
    }

    /// Whether it cannot be meant so: which of the two a move is judged by would be chance. One that goes
    /// by its name may be of other endpoints that are called so.
    var isError: Bool {
        !differences.isEmpty && first.router != nil && second.router != nil
    }

    /// What is so, and what to do.
    var sentence: String {
        let isSame = first.router == second.router
        let claim =
            Self.claim(second) + (isSame ? "" : " and \(Self.claim(first)) are one service")
        let differing = differences.joined(separator: " and ")
        let why = differing.isEmpty ? "" : ", and their \(differing) differ"
        let names = "\(first.name)` and `\(second.name)"
        return "workloads `\(names)` claim the same router (\(claim)\(why)): make them one "
            + "workload, or give each the router of a service of its own"
    }

    private static func claim(_ workload: WorkloadSettings) -> String {
        workload.router.map { "`\($0)`" } ?? "the name `\(workload.name)`"
    }

    /// All pairs of a configuration.
    static func all(
        _ workloads: [WorkloadSettings], _ sources: [SourceID]
    ) -> [RouterOverlap] {
        workloads.indices.flatMap { later in
            workloads[..<later].compactMap { earlier in
                isShared(earlier, workloads[later], sources)
                    ? RouterOverlap(first: earlier, second: workloads[later]) : nil
            }
        }
    }

    private static func isShared(
        _ left: WorkloadSettings, _ right: WorkloadSettings, _ sources: [SourceID]
    ) -> Bool {
        switch (left.router, right.router) {
        case (nil, nil): false
        case (let router?, nil): services(router, sources).contains(right.name)
        case (nil, let router?): services(router, sources).contains(left.name)
        case (let one?, let other?):
            one == other || narrower(one, sources).contains(other)
                || narrower(other, sources).contains(one)
        }
    }

    /// `haproxy/edge/chat` of `haproxy/chat`, for each source of that provider: it speaks for all of them.
    private static func narrower(_ router: String, _ sources: [SourceID]) -> [String] {
        guard let slash = router.firstIndex(of: "/") else { return [] }
        return sources.filter { $0.provider == router[..<slash] }.map { "\($0)\(router[slash...])" }
    }

    /// What a router calls its service: after the provider, or after the source.
    private static func services(_ router: String, _ sources: [SourceID]) -> [String] {
        guard let slash = router.firstIndex(of: "/") else { return [] }
        let whole = String(router[router.index(after: slash)...])
        return [whole]
            + sources.filter { router.hasPrefix("\($0)/") }
            .map { String(router.dropFirst("\($0)/".count)) }
    }
}

extension FleetConfiguration {
    private var overlaps: [RouterOverlap] {
        RouterOverlap.all(workloads, sources.map(\.source))
    }

    /// What is well enough to go by, and most likely not meant so: a sentence each.
    package var warnings: [String] {
        overlaps.filter { !$0.isError }.map(\.sentence)
            + workloads.compactMap { workload in
                workload.router.flatMap {
                    RouterReference(workload: workload.name, router: $0, sources: sources).warning
                }
            }
    }

    /// Notes the workloads that claim one router and are not to be treated alike.
    func checkRouters(_ node: Node, _ errors: inout ErrorList) {
        guard case .mapping(let members) = node else { return }
        for overlap in overlaps where overlap.isError {
            let member = members.first {
                $0.key.text.map { CleanText.clean($0) } == overlap.second.name
            }
            guard let member else { continue }
            var place = member.key
            if case .mapping(let settings) = member.value, let router = settings["router"] {
                place = router
            }
            errors.add(place, "workloads.\(overlap.second.name)", overlap.sentence)
        }
    }
}
