import Actions
import Collector
import Fleet
import Support

/// Two instances of a router in memory, each of which refuses, loses or dies as it is told. For moments
/// that no real one can be brought to.
actor StandInPair: ActionableProvider {
    /// What an instance does with a request.
    enum Manner: Sendable {
        case takes, refuses, loses
        /// Nobody is there any more.
        case dead
    }

    static let descriptor = ProviderDescriptor(
        id: "haproxy", title: "Stand-in", summary: "Weights in memory, twice.", settings: [],
        interval: .seconds(1), deadline: .seconds(1), capabilities: [])
    static let actions: Set<ActionKind> = [.reroute]
    static let places = ["/a", "/b"]

    nonisolated let transport = "memory"
    /// By instance and server.
    private(set) var weights: [String: [String: String]] = [:]
    /// Every line that an instance was sent, in order: `/a set weight chat/own 75`.
    private(set) var sent: [String] = []
    private var manners: [String: Manner] = [:]
    private var onSend: (@Sendable (Int) async -> Void)?
    private var onBlindLook: (@Sendable (Int) async -> Void)?
    private var blindLooks = 0
    private let returns: Bool

    init(returns: Bool = true) {
        self.returns = returns
        for place in Self.places { weights[place] = ["chat/own": "100", "chat/rented": "0"] }
    }

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) { self.init() }

    /// How an instance behaves from now on.
    func turn(_ place: String, _ manner: Manner) { manners[place] = manner }

    /// Done before each request arrives, by its number from 1.
    func onSend(_ body: @escaping @Sendable (Int) async -> Void) { onSend = body }

    /// Done whenever somebody finds an instance dead, by how often that was.
    func onBlindLook(_ body: @escaping @Sendable (Int) async -> Void) { onBlindLook = body }

    func poll() async throws(SourceFailure) -> Answer {
        throw SourceFailure(.malformed, "A stand-in has no readings.")
    }

    func propose(_ order: ActionOrder) async throws(ActionRefusal) -> ActionProposal {
        var proposal = ActionProposal(
            tier: .disruptive,
            stages: [
                ActionStage(name: "25 %", steps: Self.steps(0, 25)),
                ActionStage(name: "50 %", steps: Self.steps(25, 50)),
            ], retreat: ActionStage(name: "back", steps: Self.steps(50, 0)))
        proposal.returns = returns
        return proposal
    }

    private static func steps(_ before: Int, _ after: Int) -> [ActionStep] {
        ["chat/own", "chat/rented"].flatMap { uid in
            places.map { place in
                let isOwn = uid == "chat/own"
                var step = SamplePlan.step(
                    uid, from: "\(isOwn ? 100 - before : before)",
                    to: "\(isOwn ? 100 - after : after)")
                step.request.place = place
                return step
            }
        }
    }

    func send(_ request: ActionRequest) async -> ActionAnswer {
        let line = request.words.joined(separator: " ")
        sent.append("\(request.place) \(line)")
        await onSend?(sent.count)
        switch manners[request.place] ?? .takes {
        case .refuses: return .rejected("\(request.place): Permission denied")
        case .dead: return .rejected("nothing was sent: connection refused")
        case .loses: return .lost("no answer")
        case .takes: break
        }
        let words = line.split(separator: " ").map(String.init)
        weights[request.place]?[words[2]] = words[3]
        return .accepted
    }

    func observe(_ steps: [ActionStep]) async throws(SourceFailure) -> [ActionObservation] {
        for step in steps where manners[step.request.place] == .dead {
            blindLooks += 1
            await onBlindLook?(blindLooks)
            throw SourceFailure(.refused, "\(step.request.place): connection refused")
        }
        return steps.map { step in
            let now = weights[step.request.place]?[step.target.uid] ?? ""
            if now == step.after { return .reached }
            return now == step.before ? .asBefore : .elsewhere("weight \(now)")
        }
    }

    func prove(_ steps: [ActionStep]) async -> ActionProof { .shown("moved") }
}
