import Actions
import Collector
import Fleet
import Support

/// A control plane of weights in memory that loses, refuses and takes requests as it is told, and writes
/// down what it was sent. For orders of events that no real one can be brought to.
actor StandInRouter: ActionableProvider {
    static let descriptor = ProviderDescriptor(
        id: "haproxy", title: "Stand-in", summary: "Weights in memory.", settings: [],
        interval: .seconds(1), deadline: .seconds(1), capabilities: [])
    static let actions: Set<ActionKind> = [.reroute]

    nonisolated let transport = "memory"
    private(set) var weights: [String: String]
    /// Every line that it was sent, in order.
    private(set) var sent: [String] = []
    private var random: SeededRandom
    private let faults: Int
    private var claims: [CapacityClaim] = []
    private var offered: ActionProposal?
    private let hasRetreat: Bool
    private var first: [String: String] = [:]
    private var isCounting = false
    private var checks: [ActionCheck] = []
    private var failures = 0
    private var looks = 0
    private var onLook: (@Sendable (Int) async -> Void)?
    private var onSend: (@Sendable (Int) async -> ActionAnswer?)?

    /// Weights that are there; one request of `faults` goes wrong, none where that is 0.
    init(_ weights: [String: String], seed: UInt64 = 1, faults: Int = 0, hasRetreat: Bool = true) {
        self.weights = weights
        random = SeededRandom(seed: seed)
        self.faults = faults
        self.hasRetreat = hasRetreat
    }

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        self.init([:])
    }

    func poll() async throws(SourceFailure) -> Answer {
        throw SourceFailure(.malformed, "A stand-in has no readings.")
    }

    func propose(_ order: ActionOrder) async throws(ActionRefusal) -> ActionProposal {
        if let offered { return offered }
        if case .shares = order.wish {
            let plan = SamplePlan.reroute(shares: [25, 100], hasRetreat: hasRetreat)
            return ActionProposal(
                tier: plan.tier, stages: plan.stages, retreat: plan.retreat, checks: checks,
                claims: claims)
        }
        guard case .values(let values) = order.wish else { throw ActionRefusal("no") }
        let steps = values.sorted { $0.key < $1.key }.filter { weights[$0.key] != $0.value }
            .map { SamplePlan.step($0.key, from: weights[$0.key] ?? "", to: $0.value) }
        return ActionProposal(
            tier: .disruptive, stages: steps.isEmpty ? [] : [ActionStage(steps: steps)],
            checks: checks)
    }

    /// Proposes this from now on.
    func offer(_ proposal: ActionProposal) { offered = proposal }

    func send(_ request: ActionRequest) async -> ActionAnswer {
        let line = request.words.joined(separator: " ")
        sent.append(line)
        if let answer = await onSend?(sent.count) {
            set(line)
            return answer
        }
        let fault = faults > 0 && random.next(faults) == 0 ? random.next(3) : 3
        if fault == 0 { return .rejected("not now") }
        if fault == 1 { return .lost("no answer, and nothing taken") }
        set(line)
        return fault == 2 ? .lost("no answer") : .accepted
    }

    /// What the next proposal takes out of use.
    func claim(_ claim: CapacityClaim) { claims = [claim] }

    /// What the next proposals say of themselves.
    func answer(_ checks: [ActionCheck]) { self.checks = checks }

    /// Begins a new list of what it was sent.
    func forgetSent() { sent = [] }

    /// So many looks fail from now on.
    func failLooks(_ count: Int) { failures = count }

    /// Done before each look is answered, by its number.
    func onLook(_ body: @escaping @Sendable (Int) async -> Void) { onLook = body }

    /// Done while each request is on its way, by its number; what it returns is the answer of a request
    /// that was taken.
    func onSend(_ body: @escaping @Sendable (Int) async -> ActionAnswer?) { onSend = body }

    /// Takes a line as a router does.
    func set(_ line: String) {
        let words = line.split(separator: " ").map { String($0) }
        weights[words[2]] = words[3]
    }

    func observe(_ steps: [ActionStep]) async throws(SourceFailure) -> [ActionObservation] {
        looks += 1
        await onLook?(looks)
        if failures > 0 {
            failures -= 1
            throw SourceFailure(.timedOut, "no answer")
        }
        return steps.map { step in
            let now = weights[step.target.uid] ?? ""
            if now == step.after { return .reached }
            return now == step.before ? .asBefore : .elsewhere("weight \(now)")
        }
    }

    func prove(_ steps: [ActionStep]) async -> ActionProof {
        isCounting && weights != first ? .notYet("counting requests") : .shown("moved")
    }

    /// Shows nothing of what has changed from here on.
    func count() {
        first = weights
        isCounting = true
    }

}
