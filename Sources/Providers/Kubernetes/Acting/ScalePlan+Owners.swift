import Fleet

extension ScalePlan {
    /// Who else has a say in how many there are, but for an autoscaler whose bounds can be set.
    var owners: [ActionCheck] {
        let own = seen.object.metadata.ownership(seen.subject.title)
        return own.verdict == .pass && !keda.isEmpty ? keda : [own] + keda
    }

    /// KEDA's part, whether the autoscaler that it makes is there or not.
    private var keda: [ActionCheck] {
        let makers = (try? seen.autoscalers.get())?.compactMap(\.keda) ?? []
        switch seen.scaledObjects {
        case .failure where !makers.isEmpty: return makers.map(scaling)
        case .failure(let failure):
            return [
                ActionCheck(
                    .ownership, .unknown,
                    "Whether KEDA scales \(seen.subject.title) is not known: \(failure.message)")
            ]
        case .success(let objects):
            let known = objects.map(\.metadata.name)
            return objects.map { keda($0, isScaling: makers.contains($0.metadata.name)) }
                + makers.filter { !known.contains($0) }.map(scaling)
        }
    }

    private func keda(_ object: KubeScaledObject, isScaling: Bool) -> ActionCheck {
        let name = CleanText.clean(object.metadata.name)
        switch object.pause {
        case .held(let count):
            return ActionCheck(
                .ownership, .block,
                "KEDA's ScaledObject \(name) keeps \(seen.subject.title) at "
                    + "\(CleanText.clean(count, limit: 20)): change its annotation "
                    + "\(KubeScaledObject.pausedReplicas).")
        case .open where !isScaling:
            return ActionCheck(
                .ownership, .warn,
                "KEDA's ScaledObject \(name) of \(seen.subject.title) is paused: the count lasts "
                    + "until it goes on.")
        case .open, .none: return scaling(name)
        }
    }

    private func scaling(_ name: String) -> ActionCheck {
        ActionCheck(
            .ownership, .block,
            "KEDA's ScaledObject \(name) scales \(seen.subject.title): set its "
                + "minReplicaCount and maxReplicaCount, or pause it with the annotation "
                + "\(KubeScaledObject.pausedReplicas).")
    }

    /// What fewer replicas take out of use; those that are not ready are out of use already.
    func claim(_ count: Int) -> CapacityClaim? {
        let now = seen.object.replicas
        guard count < now else { return nil }
        let ready = min(seen.object.ready, now)
        return CapacityClaim(
            group: "\(settings.source) \(seen.subject.title)", unit: "replicas", total: now,
            out: now - ready, taking: min(now - count, ready))
    }
}
