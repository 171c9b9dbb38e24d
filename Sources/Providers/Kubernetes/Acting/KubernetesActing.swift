import Collector
import Fleet

/// Acts on one cluster: proposes, sends each request once, looks, and shows. What it remembers is only
/// for what it is asked again: nothing of it decides what is sent.
actor KubernetesActing {
    let client: KubernetesClient
    let settings: ActingSettings
    /// Other eyes than the cluster's on a node's GPUs.
    let witness: (any NodeWitness)?
    let clock: any FleetClock
    /// Requests that were turned away for now, and until when they are left alone.
    var delays: [ActionRequest: (delay: Duration, until: MonotonicTime, why: String)] = [:]
    /// Since when what is to be shown has been so, by the steps that it is for.
    var proofStart: [[ActionStep]: MonotonicTime] = [:]
    /// Nodes whose GPUs show nothing, by the steps that they are to prove.
    var dark: [[ActionStep]: DarkNodes] = [:]
    /// What has been counted since a proof was first asked for.
    var counted: [[ActionStep]: RequestTally] = [:]

    init(
        _ client: KubernetesClient, _ settings: ActingSettings, transports: Transports
    ) {
        self.client = client
        self.settings = settings
        witness = transports.witness
        clock = transports.clock
    }

    func propose(_ order: ActionOrder) async throws(ActionRefusal) -> ActionProposal {
        try await asked { place in
            switch order.kind {
            case .scale: try await self.scale(order, place)
            case .drain, .cordon: try await self.empty(order, place)
            case .resume: try await self.uncordon(order, place)
            case .reroute: try await self.reroute(order, place)
            default:
                throw ActionRefusal("Kubernetes does not know how to \(order.kind.rawValue).")
            }
        }
    }

    func counts(of targets: [String]) async throws(ActionRefusal) -> [String: Int] {
        try await asked { place in
            var counts: [String: Int] = [:]
            for text in targets {
                counts[text] = try await self.workload(text, place).object.replicas
            }
            return counts
        }
    }

    /// What the cluster answers, or why it does not, in a sentence.
    private func asked<Answer>(
        _ body: (ActingPlace) async throws -> Answer
    ) async throws(ActionRefusal) -> Answer {
        do {
            let cluster = try await client.target()
            return try await body(
                ActingPlace(server: cluster.server, namespace: cluster.namespace))
        } catch let refusal as ActionRefusal {
            throw refusal
        } catch {
            let failure = error as? SourceFailure
            let advice = failure?.nextStep.isEmpty == false ? " \(failure?.advice ?? "")" : ""
            throw ActionRefusal((failure?.message ?? "The order cannot be read.") + advice)
        }
    }

    func send(_ request: ActionRequest) async -> ActionAnswer {
        guard let change = KubernetesChange(request) else {
            return .rejected("this is no change of a Kubernetes object")
        }
        do throws(SourceFailure) {
            let server = try await client.target().server
            guard server == request.place else {
                return .rejected("\(request.place) is not the cluster of \(settings.source)")
            }
        } catch { return .rejected("nothing was sent: \(error.message)") }
        forget(change.path)
        let outcome = await client.exchange(change.sent())
        let answer = KubernetesVerdict(change, outcome)
        if case .later(let why, let wait) = answer {
            let before = delays[request]?.delay
            let delay = max(wait ?? .zero, min((before ?? .milliseconds(2500)) * 2, .seconds(40)))
            delays[request] = (delay, clock.now().monotonic + delay, why)
        } else {
            delays[request] = nil
        }
        return answer.actionAnswer
    }

    /// What was seen of something before it is changed says nothing of after it.
    private func forget(_ path: String) {
        func isMeant(_ steps: [ActionStep]) -> Bool {
            steps.contains { KubernetesChange($0.request)?.path == path }
        }
        counted = counted.filter { !isMeant($0.key) }
        proofStart = proofStart.filter { !isMeant($0.key) }
    }

    func observe(_ steps: [ActionStep]) async throws(SourceFailure) -> [ActionObservation] {
        var seen: [ActionObservation] = []
        let nodes = try await nodeLook(steps)
        let routes = try await routeLook(steps)
        for step in steps {
            switch ActingField(step) {
            case .replicas, .bounds: seen.append(try await scaleObservation(of: step))
            case .cordon, .pod: seen.append(nodes.observation(of: step, delays: delay(of: step)))
            case .weight: seen.append(routes.observation(of: step))
            case nil: seen.append(.elsewhere("an unknown field \(step.field)"))
            }
        }
        return seen
    }

    func prove(_ steps: [ActionStep]) async -> ActionProof {
        guard let first = steps.first else { return .noDataPlane("there is nothing to look at") }
        do throws(SourceFailure) {
            switch ActingField(first) {
            case .replicas, .bounds: return try await scaleProof(steps)
            case .cordon, .pod: return try await nodeProof(steps)
            case .weight: return try await routeProof(steps)
            case nil: return .noDataPlane("an unknown field \(first.field)")
            }
        } catch { return .notYet(error.message) }
    }

    /// Until when a request is left alone, and why.
    private func delay(of step: ActionStep) -> String? {
        guard let delay = delays[step.request] else { return nil }
        return clock.now().monotonic < delay.until ? delay.why : nil
    }
}

/// Which cluster a plan is for.
struct ActingPlace: Sendable {
    var server: String
    /// What is meant where none is named.
    var namespace: String
}

/// What a step changes, by the name that it carries.
enum ActingField: Sendable {
    case replicas, bounds, cordon, pod, weight

    init?(_ step: ActionStep) {
        switch step.field {
        case "replicas": self = .replicas
        case "autoscaler": self = .bounds
        case "scheduling": self = .cordon
        case "weight": self = .weight
        case let text where text.hasPrefix("pod "): self = .pod
        default: return nil
        }
    }
}
