import Collector
import Fleet

/// Shares of the backends of an HTTPRoute.
extension KubernetesActing {
    func reroute(_ order: ActionOrder, _ place: ActingPlace) async throws -> ActionProposal {
        let (name, backends) = try Self.route(order, place)
        let answer = try await client.send(KubernetesRequest(name.path))
        if answer.code == 404 { throw ActionRefusal.noTarget("There is no \(name.title).") }
        let route = try answer.object(KubeRoute.self)
        var plan = try ReroutePlan(
            route: route, name: name, backends: backends, place: place, settings: settings)
        var checks = [route.metadata.ownership(name.title), Self.acceptance(route, name)]
        for backend in plan.backends {
            let service = backend.namespace ?? name.namespace
            let local = await isLocal(backend, service)
            if local == true { plan.sites[backend.name] = settings.site }
        }
        let wanted = try plan.wanted(order)
        for backend in plan.backends where wanted.values[backend.name] ?? 0 > 0 {
            checks.append(await health(backend, backend.namespace ?? name.namespace))
        }
        var proposal = plan.proposal(wanted, Self.stages(order))
        if let first = proposal.stages.first?.steps.first,
            let change = KubernetesChange(first.request)
        {
            checks = await tried([(name.title, change)]) + checks
        }
        proposal.checks = checks
        proposal.deadline = settings.deadline
        return proposal
    }

    private static func stages(_ order: ActionOrder) -> [Double] {
        if case .shares(_, let stages) = order.wish { stages } else { [1] }
    }

    /// The one route that is meant, and its backends by their own names.
    private static func route(
        _ order: ActionOrder, _ place: ActingPlace
    ) throws -> (RouteName, [String: String]) {
        var backends: [String: String] = [:]
        var names: Set<RouteName> = []
        for text in order.targets {
            guard let found = RouteName.backend(text, namespace: place.namespace) else {
                throw ActionRefusal.noTarget(
                    "`\(CleanText.clean(text))` is no backend: name it as ROUTE/BACKEND, with its "
                        + "namespace before it where it is not \(place.namespace).")
            }
            names.insert(found.route)
            backends[text] = found.backend
        }
        guard let name = names.first, names.count == 1 else {
            throw ActionRefusal("Shares are of the backends of one route.")
        }
        return (name, backends)
    }

    private static func acceptance(_ route: KubeRoute, _ name: RouteName) -> ActionCheck {
        if let missing = route.missing {
            return ActionCheck(.existence, .block, "\(name.title): \(missing).")
        }
        return route.status?.parents?.isEmpty == false
            ? ActionCheck(.existence, .pass, "\(name.title) is accepted by its gateway.")
            : ActionCheck(.existence, .warn, "No gateway says that it has taken \(name.title).")
    }

    /// Whether a backend is pods of this cluster; `nil` where nobody says.
    private func isLocal(_ backend: KubeRoute.Backend, _ namespace: String) async -> Bool? {
        guard backend.kind ?? "Service" == "Service" else { return nil }
        let service = try? await client.get(
            "/api/v1/namespaces/\(namespace)/services/\(backend.name)", as: KubeService.self)
        return service?.isLocal
    }

    /// Who is to get requests must have somebody who answers.
    private func health(
        _ backend: KubeRoute.Backend, _ namespace: String
    ) async -> ActionCheck {
        guard backend.kind ?? "Service" == "Service" else {
            return ActionCheck(
                .blastRadius, .warn,
                "Whether \(backend.kind ?? "") \(backend.name) answers is not looked at.")
        }
        do throws(SourceFailure) {
            let slices = try await slices(backend.name, namespace)
            let count = slices.map(\.ready.count).reduce(0, +)
            return count > 0
                ? ActionCheck(
                    .blastRadius, .pass,
                    "\(backend.name) has \(count) \(count == 1 ? "pod" : "pods") that can answer.",
                    facts: [])
                : ActionCheck(
                    .blastRadius, .block,
                    "\(backend.name) is to get requests and has no pod that answers.")
        } catch {
            return ActionCheck(
                .blastRadius, .unknown,
                "Whether \(backend.name) answers is not known: \(error.message)")
        }
    }

    func slices(
        _ service: String, _ namespace: String
    ) async throws(SourceFailure) -> [KubeSlice] {
        try await client.list(
            KubeSlice.path(namespace), query: KubeSlice.query(service), of: KubeSlice.self
        ).complete("EndpointSlices of \(service)")
    }
}
