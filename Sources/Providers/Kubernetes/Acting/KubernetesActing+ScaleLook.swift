import Collector
import Fleet

/// How a workload stands towards a step, and whether it stays so and answers.
extension KubernetesActing {
    /// How long a count has to stay: two rounds of an autoscaler, and some.
    private static var stay: Duration { .seconds(60) }

    func scaleObservation(
        of step: ActionStep
    ) async throws(SourceFailure) -> ActionObservation {
        guard let found = try await scaled(step) else { return .elsewhere("it is gone") }
        guard found.object.metadata.uid == step.token else {
            return .elsewhere("it is another one of the same name")
        }
        guard case .bounds = ActingField(step) else {
            guard "\(found.object.replicas)" == step.after else {
                return Self.otherwise("\(found.object.replicas)", step)
            }
            return try await waiting(found, found.object.replicas).map { .progressing($0) }
                ?? .reached
        }
        guard let name = Self.autoscaler(step) else { return .elsewhere("no autoscaler") }
        let owner = try await autoscaler(name, found.subject)
        guard let bounds = owner?.bounds else { return .elsewhere("autoscaler \(name) is gone") }
        guard "\(bounds)" == step.after else { return Self.otherwise("\(bounds)", step) }
        guard bounds.contains(found.object.replicas) else {
            return .progressing("\(found.object.replicas) replicas, \(bounds) wanted")
        }
        return try await waiting(found, found.object.replicas).map { .progressing($0) } ?? .reached
    }

    private static func otherwise(_ now: String, _ step: ActionStep) -> ActionObservation {
        now == step.before ? .asBefore : .elsewhere("\(step.field) \(now)")
    }

    /// What is missing, and what the first pod that has no place waits for.
    private func waiting(
        _ found: (subject: ScaleSubject, object: KubeWorkload), _ wanted: Int
    ) async throws(SourceFailure) -> String? {
        guard let missing = found.object.missing(wanted) else { return nil }
        guard let pods = try? await pods(of: found.subject),
            let pod = pods.first(where: { $0.waitsFor != nil }), let why = pod.waitsFor
        else { return missing }
        return "\(missing); \(pod.metadata.name) waits: \(why)"
    }

    func scaleProof(_ steps: [ActionStep]) async throws(SourceFailure) -> ActionProof {
        let since = proofStart[steps] ?? clock.now().monotonic
        proofStart[steps] = since
        var counts: [String] = []
        for step in steps {
            switch try await scaleObservation(of: step) {
            case .reached: break
            case .progressing(let what): return .notYet(what)
            case .asBefore, .busy:
                return .reverted("\(step.target.uid) is at \(step.before) again")
            case .elsewhere(let what): return .reverted("\(step.target.uid): \(what)")
            }
            counts.append("\(step.target.name) at \(step.after)")
        }
        let held = clock.now().monotonic - since
        guard held >= Self.stay else {
            return .notYet(
                "\(counts.joined(separator: ", ")), for \(Int(held.inSeconds)) of "
                    + "\(Int(Self.stay.inSeconds)) s so far")
        }
        let answers = try await answering(steps)
        if case .notYet = answers { return answers }
        proofStart[steps] = nil
        return answers
    }

    /// Asks every pod for what its readiness probe asks for, by way of the API server. One that cannot be
    /// asked is not made up for by the others.
    private func answering(_ steps: [ActionStep]) async throws(SourceFailure) -> ActionProof {
        var count = 0
        var all = 0
        for step in steps {
            guard let found = try await scaled(step) else { return .reverted("it is gone") }
            let pods = try await pods(of: found.subject).filter(\.isReady)
            let wanted = found.object.replicas
            guard pods.count >= wanted else {
                return .notYet("\(pods.count) of \(wanted) pods of \(step.target.name) are ready")
            }
            all += pods.count
            for pod in pods {
                guard let path = pod.healthPath else { continue }
                let answer = try await client.send(KubernetesRequest(path))
                if answer.code == 403 {
                    return .noDataPlane(
                        "whether its pods answer is not to be seen: no right to "
                            + "\(answer.request.right.sentence)")
                }
                guard answer.isSuccess else {
                    return .notYet("\(pod.title) answers with HTTP \(answer.code)")
                }
                count += 1
            }
        }
        guard count > 0 || all == 0 else {
            return .noDataPlane("no pod of it has a readiness probe to ask for")
        }
        guard count == all, all > 0 else {
            return .noDataPlane(
                all == 0
                    ? "no pod is left to ask"
                    : "\(count) of \(all) pods answer; the others have no readiness probe to ask for"
            )
        }
        return .shown("\(count) \(count == 1 ? "pod answers" : "pods answer")")
    }

    private func scaled(
        _ step: ActionStep
    ) async throws(SourceFailure) -> (subject: ScaleSubject, object: KubeWorkload)? {
        let subjects = ScaleSubject.candidates(step.target.uid, namespace: "")
        guard let subject = subjects.first else { return nil }
        let answer = try await client.send(KubernetesRequest(subject.path))
        if answer.code == 404 { return nil }
        return (subject, try answer.object(KubeWorkload.self))
    }

    /// The name of the autoscaler that a step sets.
    private static func autoscaler(_ step: ActionStep) -> String? {
        KubernetesChange(step.request)?.path.split(separator: "/").last.map(String.init)
    }

    private func autoscaler(
        _ name: String, _ subject: ScaleSubject
    ) async throws(SourceFailure) -> KubeScaler? {
        let answer = try await client.send(
            KubernetesRequest(
                "/apis/autoscaling/v2/namespaces/\(subject.namespace)/horizontalpodautoscalers/"
                    + name))
        return answer.code == 404 ? nil : try answer.object(KubeScaler.self)
    }

    /// The pods that count for a workload.
    private func pods(of subject: ScaleSubject) async throws(SourceFailure) -> [KubePod] {
        let scale = try await client.get("\(subject.path)/scale", as: KubeScale.self)
        guard let selector = scale.status?.selector, !selector.isEmpty else { return [] }
        return try await client.list(
            "/api/v1/namespaces/\(subject.namespace)/pods", query: [("labelSelector", selector)],
            of: KubePod.self
        ).complete("Pods of \(subject.title)")
    }
}

extension KubePod {
    /// Why it is on no node; `nil` where it is, or nobody says.
    fileprivate var waitsFor: String? {
        guard !isPlaced else { return nil }
        let condition = status?.conditions["PodScheduled"]
        guard condition?.status == "False" else { return nil }
        return condition?.message.map { KubeText.said($0, limit: 120) }
    }

    /// Where its readiness probe asks, by way of the API server; `nil` where it has none over HTTP.
    var healthPath: String? {
        for container in spec?.containers ?? [] {
            guard let get = container.readinessProbe?.httpGet, let port = get.port else { continue }
            let number: Int? =
                switch port {
                case .number(let number): number
                case .name(let name):
                    container.ports?.first { $0.name == name }?.containerPort
                }
            guard let number else { continue }
            return proxied(number, get.path ?? "/", isTLS: get.scheme == "HTTPS")
        }
        return nil
    }

    /// A page of it, by way of the API server.
    func proxied(_ port: Int, _ page: String, isTLS: Bool = false) -> String {
        let name = (isTLS ? "https:" : "") + metadata.name
        let path = page.split(separator: "/").map { KubeText.encoded(String($0)) }
        return "/api/v1/namespaces/\(metadata.namespace ?? "default")/pods/\(name):\(port)/proxy/"
            + path.joined(separator: "/")
    }
}
