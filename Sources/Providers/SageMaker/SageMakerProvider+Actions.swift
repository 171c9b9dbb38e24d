import Collector
import Fleet

extension SageMakerProvider: ActionableProvider {
    static let actions: Set<ActionKind> = [.scale, .drain, .resume, .reroute]

    nonisolated var requestTimeout: Duration { limit }

    func propose(_ order: ActionOrder) async throws(ActionRefusal) -> ActionProposal {
        let plan = try await look(order)
        let parts = try plan.parts(order.targets)
        let proposal: ActionProposal
        switch (order.kind, order.wish) {
        case (.scale, .count(let count)):
            let values = parts.map { ($0.label, "\(count)") }
            proposal = try plan.scale(parts, Dictionary(values) { first, _ in first })
        case (.scale, .values(let values)): proposal = try plan.scale(parts, values)
        case (.drain, .plain): proposal = try plan.drain(parts)
        case (.resume, .plain): proposal = try plan.resume(parts, nil)
        case (.resume, .values(let values)): proposal = try plan.resume(parts, values)
        case (.reroute, .shares(let shares, let stages)):
            proposal = try plan.reroute(parts, shares, stages)
        case (.reroute, .values(let values)): proposal = try plan.restore(parts, values)
        default:
            throw ActionRefusal(
                "SageMaker's variants can be scaled, drained, resumed and rerouted.")
        }
        // Stages after the first find what ours before them has left.
        unsent.formUnion(proposal.stages.first?.requests ?? [])
        return proposal
    }

    func counts(of targets: [String]) async throws(ActionRefusal) -> [String: Int] {
        let plan = try await look(ActionOrder(.scale, targets: targets, id: ""))
        let parts = try plan.parts(targets)
        return Dictionary(
            zip(targets, parts).compactMap { text, part in
                part.variant.wantedCount.map { (text, $0) }
            }
        ) { first, _ in first }
    }

    func send(_ request: ActionRequest) async -> ActionAnswer {
        unsent.remove(request)
        seen = seen.filter { $0.request != request }
        let answer = await requests.send(request, within: limit)
        // Nobody else may have been there until it is asked again either.
        if case .deferred = answer { unsent.insert(request) }
        return answer
    }

    func observe(
        _ steps: [ActionStep]
    ) async throws(SourceFailure) -> [ActionObservation] {
        let endpoints = try await describe(steps)
        return steps.map { step in
            guard let endpoint = endpoints[step.endpoint] else {
                return .elsewhere("\(step.target.uid) is gone")
            }
            let observation = endpoint.observation(
                of: step, wasSeen: seen.contains(step), isUnsent: unsent.contains(step.request))
            switch observation {
            case .reached, .progressing: seen.insert(step)
            default: break
            }
            return observation
        }
    }

    /// The endpoints of steps by name, with what keeps their counts where that is of interest.
    func describe(
        _ steps: [ActionStep]
    ) async throws(SourceFailure) -> [String: ObservedEndpoint] {
        var endpoints: [String: ObservedEndpoint] = [:]
        for name in Set(steps.map(\.endpoint)).sorted() {
            guard var endpoint = try await describe(name) else { continue }
            let bounded = steps.filter { $0.endpoint == name && $0.field == "bounds" }
            if !bounded.isEmpty {
                endpoint.bounds = try await bounds(
                    endpoint, bounded.compactMap { endpoint.variant($0.target.uid)?.VariantName })
            }
            endpoints[name] = endpoint
        }
        return endpoints
    }

    private func look(_ order: ActionOrder) async throws(ActionRefusal) -> VariantPlan {
        var endpoints: [ObservedEndpoint] = []
        do throws(SourceFailure) {
            let names = order.targets.compactMap { $0.split(separator: "/").first.map(String.init) }
            for name in Set(names).sorted() where Self.isName(name) {
                guard var endpoint = try await describe(name) else { continue }
                endpoint.configuration = try await configuration(of: endpoint.endpoint).0
                if order.kind == .scale { await learnBounds(&endpoint, order.targets) }
                endpoints.append(endpoint)
            }
        } catch {
            throw ActionRefusal(error.message + (error.nextStep.isEmpty ? "" : " \(error.advice)"))
        }
        return VariantPlan(endpoints: endpoints, requests: requests, source: source, site: site)
    }

    /// What SageMaker takes for the name of an endpoint.
    private static func isName(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte)
                || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        }
    }

    /// One endpoint; `nil` where there is none of that name, which the service calls a wrong request.
    private func describe(_ name: String) async throws(SourceFailure) -> ObservedEndpoint? {
        do throws(SourceFailure) {
            let (endpoint, _) = try await client.call(
                .sageMaker, "DescribeEndpoint", SageMakerWire.DescribeEndpoint(EndpointName: name),
                as: SageMakerWire.Endpoint.self)
            return ObservedEndpoint(endpoint: endpoint)
        } catch {
            if error.kind == .unsupported, error.message.contains("Could not find") { return nil }
            throw error
        }
    }

    /// An owner that nobody may ask about is no reason not to plan: the check says so.
    private func learnBounds(_ endpoint: inout ObservedEndpoint, _ uids: [String]) async {
        let names = uids.compactMap { endpoint.variant($0)?.VariantName }
        do throws(SourceFailure) {
            endpoint.bounds = try await bounds(endpoint, names)
        } catch { endpoint.boundsFailure = error.message }
    }

    /// Between which counts variants are kept by somebody who is at work.
    private func bounds(
        _ endpoint: ObservedEndpoint, _ variants: [String]
    ) async throws(SourceFailure) -> [String: CapacityBounds] {
        let resources = variants.map { SageMakerWire.resource(endpoint.name, $0) }
        let (found, _) = try await client.call(
            .autoScaling, "DescribeScalableTargets",
            SageMakerWire.DescribeScalableTargets(ResourceIds: resources),
            as: SageMakerWire.ScalableTargets.self)
        var bounds: [String: CapacityBounds] = [:]
        for target in found.ScalableTargets where !target.isSuspended {
            guard let place = resources.firstIndex(of: target.ResourceId) else { continue }
            bounds[variants[place]] = CapacityBounds(
                least: target.MinCapacity, most: target.MaxCapacity)
        }
        return bounds
    }
}

extension SageMakerWire.ScalableTargets.Target {
    /// Whether it moves nothing at all for now.
    fileprivate var isSuspended: Bool {
        guard let state = SuspendedState else { return false }
        return state.DynamicScalingInSuspended == true && state.DynamicScalingOutSuspended == true
            && state.ScheduledScalingSuspended == true
    }
}

extension ActionStep {
    /// The endpoint that its target is of.
    var endpoint: String { target.uid.split(separator: "/").first.map(String.init) ?? "" }
}
