import Fleet

/// Weights of one route's backends, stage by stage.
struct ReroutePlan: Sendable {
    /// Shares (0...1) or the very weights, by the backend's own name.
    struct Wanted: Sendable {
        var isShare: Bool
        var values: [String: Double]
    }

    let name: RouteName
    let version: String
    /// The rules that are changed, all alike.
    let rules: [Int]
    /// Of each of these rules, in their order.
    let backends: [KubeRoute.Backend]
    let place: ActingPlace
    let settings: ActingSettings
    /// Backends that are known to run here, with their site.
    var sites: [String: String] = [:]
    /// What was ordered, by the backend's own name.
    private let texts: [String: String]

    init(
        route: KubeRoute, name: RouteName, backends texts: [String: String], place: ActingPlace,
        settings: ActingSettings
    ) throws(ActionRefusal) {
        let rules = route.rules(to: Set(texts.values))
        guard let first = rules.first, let backends = route.rules[first].backendRefs else {
            let known = Set(route.rules.flatMap { $0.backendRefs ?? [] }.map(\.name)).sorted()
            throw ActionRefusal(
                "No rule of \(name.title) sends to all of "
                    + "\(texts.values.sorted().joined(separator: ", ")): it sends to "
                    + "\(known.prefix(8).map { CleanText.clean($0) }.joined(separator: ", ")).")
        }
        guard rules.allSatisfy({ route.rules[$0].backendRefs == backends }) else {
            throw ActionRefusal("The rules of \(name.title) share requests out differently.")
        }
        guard Set(backends.map(\.name)).count == backends.count else {
            throw ActionRefusal("A rule of \(name.title) names a backend twice.")
        }
        self.name = name
        self.rules = rules
        self.backends = backends
        self.place = place
        self.settings = settings
        self.texts = texts
        version = route.metadata.resourceVersion ?? ""
    }

    private var weights: [Int] { backends.map(\.parts) }

    /// What an order wants, by the backend's own name.
    func wanted(_ order: ActionOrder) throws(ActionRefusal) -> Wanted {
        var wanted: [String: Double] = [:]
        var isShare = false
        switch order.wish {
        case .shares(let shares, _):
            isShare = true
            for (text, share) in shares { wanted[texts[text] ?? text] = share }
            let sum = shares.values.reduce(0, +)
            guard abs(sum - 1) < 0.001, shares.values.allSatisfy({ $0 >= 0 }) else {
                throw ActionRefusal("Shares sum to \(Int((sum * 100).rounded())) %, not to 100 %.")
            }
        case .values(let values):
            for (text, value) in values {
                guard let weight = Int(value), (0...1_000_000).contains(weight) else {
                    throw ActionRefusal("`\(CleanText.clean(value))` is no weight.")
                }
                wanted[texts[text] ?? text] = Double(weight)
            }
        default: throw ActionRefusal("Which shares are wanted is not said.")
        }
        guard wanted.count == texts.count else {
            throw ActionRefusal("A backend is named twice.")
        }
        return Wanted(isShare: isShare, values: wanted)
    }

    func proposal(_ wanted: Wanted, _ ways: [Double]) -> ActionProposal {
        var stages: [ActionStage] = []
        var now = weights
        // The sum never shrinks: whoever is given a greater share is given a greater weight.
        let scale = min(max(1, (now.reduce(0, +) + 99) / 100), 10_000)
        let present = Self.shares(now)
        for way in ways {
            let next: [Int] =
                if wanted.isShare {
                    PercentWeights.of(
                        backends.indices.map { index in
                            let goal = wanted.values[backends[index].name] ?? 0
                            return present[index] + way * (goal - present[index])
                        }
                    ).map { $0 * scale }
                } else {
                    backends.indices.map {
                        Int(wanted.values[backends[$0].name] ?? Double(now[$0]))
                    }
                }
            let steps = steps(from: now, to: next, isFirst: stages.isEmpty)
            if !steps.isEmpty {
                stages.append(
                    ActionStage(
                        name: "\(Int((way * 100).rounded())) %", steps: steps,
                        shares: shifts(from: now, to: next)))
            }
            now = next
        }
        if stages.count == 1 { stages[0].name = "" }
        let back = ActionStage(
            name: "back", steps: home(from: now), shares: shifts(from: now, to: weights))
        return ActionProposal(
            tier: .disruptive, stages: stages, retreat: stages.isEmpty ? nil : back,
            remarks: rules.count > 1 ? ["\(rules.count) rules of the route are set alike."] : [],
            // What was there before may be gone back to, whatever it takes.
            claims: wanted.isShare
                ? stages.claims(group: "\(settings.source) \(name.title)", unit: "backends") : [])
    }

    /// What weights come to, of every backend: one that nothing is sent about gets more as well where
    /// another's weight shrinks.
    private func shifts(from before: [Int], to after: [Int]) -> [ShareShift] {
        let old = Self.shares(before)
        let new = Self.shares(after)
        return backends.indices.map { index in
            ShareShift(target(backends[index].name), from: old[index], to: new[index])
        }
    }

    private static func shares(_ weights: [Int]) -> [Double] {
        let total = weights.reduce(0) { $0 + Double(max(0, $1)) }
        return weights.map { total > 0 ? Double(max(0, $0)) / total : 0 }
    }

    /// All weights in one request, refused as a whole where one is not as the stage before left it.
    private func steps(from before: [Int], to after: [Int], isFirst: Bool) -> [ActionStep] {
        var operations: [PatchOperation] = []
        if isFirst, backends.contains(where: { $0.weight == nil }) {
            operations.append(.test("/metadata/resourceVersion", JSONText.quoted(version)))
        }
        for (rule, index) in places {
            let path = "\(Self.rulesPath)\(rule)/backendRefs/\(index)"
            operations.append(.test("\(path)/name", JSONText.quoted(backends[index].name)))
            if !isFirst || backends[index].weight != nil {
                operations.append(.test("\(path)/weight", "\(before[index])"))
            }
        }
        operations += set(after)
        return steps(before, after, operations, isComplete: false)
    }

    /// Back to what was there, whichever stage it stopped at: the executor has looked that nobody else
    /// was there.
    private func home(from last: [Int]) -> [ActionStep] {
        let tests = places.map { rule, index in
            PatchOperation.test(
                "\(Self.rulesPath)\(rule)/backendRefs/\(index)/name",
                JSONText.quoted(backends[index].name))
        }
        return steps(last, weights, tests + set(weights), isComplete: true)
    }

    /// Every backend of every rule.
    private var places: [(rule: Int, index: Int)] {
        rules.flatMap { rule in backends.indices.map { (rule, $0) } }
    }

    /// Where a rule begins in what is sent.
    static let rulesPath = "/spec/rules/"

    private func set(_ weights: [Int]) -> [PatchOperation] {
        places.map { rule, index in
            .add("\(Self.rulesPath)\(rule)/backendRefs/\(index)/weight", "\(weights[index])")
        }
    }

    private func steps(
        _ before: [Int], _ after: [Int], _ operations: [PatchOperation], isComplete: Bool
    ) -> [ActionStep] {
        let request = KubernetesChange.patch(name.path, operations).request(at: place.server)
        return backends.indices.filter { isComplete || before[$0] != after[$0] }.map { index in
            ActionStep(
                target: target(backends[index].name), field: "weight", before: "\(before[index])",
                after: "\(after[index])", token: version, request: request)
        }
    }

    private func target(_ backend: String) -> ActionTarget {
        let uid = name.uid(backend)
        return ActionTarget(
            source: settings.source, uid: uid, name: backend,
            site: settings.value(settings.sites, of: uid) ?? sites[backend] ?? "",
            address: settings.value(settings.addresses, of: uid) ?? "")
    }
}
