import Collector
import Fleet

/// Routes at one moment, to judge steps by.
struct RouteLook: Sendable {
    /// By path; those that are gone are not there.
    var routes: [String: KubeRoute] = [:]

    func observation(of step: ActionStep) -> ActionObservation {
        guard let change = KubernetesChange(step.request), let route = routes[change.path] else {
            return .elsewhere("the route is gone")
        }
        // Other rules may send to it as well, by weights of their own.
        let places = change.rules
        guard let last = places.max(), route.rules.indices.contains(last) else {
            return .elsewhere("the rules of the route are others by now")
        }
        let weights = places.map { place in
            route.rules[place].backendRefs?.first { $0.name == step.target.name }
                .map { $0.weight ?? 1 }
        }
        guard let weight = weights[0] else { return .elsewhere("the backend is gone") }
        guard weights.allSatisfy({ $0 == weight }) else {
            return .elsewhere("the rules of the route differ")
        }
        if "\(weight)" == step.after {
            return route.missing.map { .progressing($0) } ?? .reached
        }
        return "\(weight)" == step.before ? .asBefore : .elsewhere("weight \(weight)")
    }
}

extension KubernetesActing {
    func routeLook(_ steps: [ActionStep]) async throws(SourceFailure) -> RouteLook {
        var look = RouteLook()
        for step in steps {
            guard case .weight = ActingField(step), let change = KubernetesChange(step.request),
                look.routes[change.path] == nil
            else { continue }
            let answer = try await client.send(KubernetesRequest(change.path))
            if answer.code != 404 { look.routes[change.path] = try answer.object(KubeRoute.self) }
        }
        return look
    }

    /// Counts what each backend's pods have served since, and compares it with the weights.
    func routeProof(_ steps: [ActionStep]) async throws(SourceFailure) -> ActionProof {
        guard let change = KubernetesChange(steps[0].request) else {
            return .noDataPlane("the route is not known")
        }
        let look = try await routeLook(steps)
        for step in steps {
            switch look.observation(of: step) {
            case .reached: continue
            case .progressing(let what), .busy(let what): return .notYet(what)
            case .asBefore: return .reverted("\(step.target.uid) has weight \(step.before) again")
            case .elsewhere(let what): return .reverted("\(step.target.uid): \(what)")
            }
        }
        guard let route = look.routes[change.path], let rule = change.rules.first,
            route.rules.indices.contains(rule), let backends = route.rules[rule].backendRefs
        else { return .noDataPlane("the route is gone") }
        if let other = route.otherUse(of: backends, besides: change.rules) {
            return .noDataPlane(
                "another rule of the route sends to \(CleanText.clean(other)) as well: which of its "
                    + "requests came by these shares is not to be seen")
        }
        let now: [String: [String: Double]]
        switch try await counts(backends, route.metadata.namespace ?? "default") {
        case .success(let counts): now = counts
        case .failure(let blind): return .noDataPlane(blind.why)
        }
        let time = clock.now().monotonic
        guard var tally = counted[steps] else {
            counted[steps] = RequestTally(now, at: time)
            return .notYet("counting requests")
        }
        tally.take(now)
        counted[steps] = tally
        let before = steps.map { ($0.target.name, Int($0.before) ?? 0) }
        let judge = ShareProof(
            counts: tally.grown, weights: backends,
            before: Dictionary(before) { first, _ in first }, waited: time - tally.start)
        let proof = judge.proof
        if case .notYet = proof { return proof }
        counted[steps] = nil
        return proof
    }

    /// Why nothing can be counted.
    private struct Blind: Error { var why: String }

    /// What each pod has counted in its life, by backend.
    private func counts(
        _ backends: [KubeRoute.Backend], _ namespace: String
    ) async throws(SourceFailure) -> Result<[String: [String: Double]], Blind> {
        var counts: [String: [String: Double]] = [:]
        for backend in backends {
            counts[backend.name] = [:]
            guard backend.kind ?? "Service" == "Service" else {
                return .failure(Blind(why: "\(backend.name) is no Service to count requests of"))
            }
            let space = backend.namespace ?? namespace
            for slice in try await slices(backend.name, space) {
                guard let port = slice.ports?.first?.port else { continue }
                for pod in slice.ready.compactMap(\.targetRef) {
                    guard let name = pod.name else { continue }
                    let path = "/api/v1/namespaces/\(space)/pods/\(name):\(port)/proxy/metrics"
                    let answer = try await client.send(KubernetesRequest(path))
                    if answer.code == 403 {
                        return .failure(
                            Blind(
                                why: "requests cannot be counted: no right to "
                                    + answer.request.right.sentence))
                    }
                    guard answer.isSuccess, let count = RequestCounter.total(answer.body) else {
                        return .failure(
                            Blind(why: "\(name) has no page of metrics that counts requests"))
                    }
                    counts[backend.name]?[pod.uid ?? name] = count
                }
            }
        }
        return .success(counts)
    }
}
