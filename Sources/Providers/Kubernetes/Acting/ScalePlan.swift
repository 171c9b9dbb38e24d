import Fleet

/// How one workload is scaled, by what was seen of it.
struct ScalePlan: Sendable {
    /// What comes of a wish.
    struct Change: Sendable {
        var tier = ActionTier.reversible
        var checks: [ActionCheck] = []
        var remarks: [String] = []
        /// `nil` where it is as wanted.
        var there: (step: ActionStep, change: KubernetesChange)?
        var home: (step: ActionStep, change: KubernetesChange)?
        /// How many more replicas there will be at least; less than none for fewer.
        var more = 0
        /// What is out of use by it; `nil` where nothing is.
        var claim: CapacityClaim?
    }

    let seen: ScaleSeen
    let place: ActingPlace
    let settings: ActingSettings

    private var subject: ScaleSubject { seen.subject }

    func change(_ wish: ScaleWish) throws(ActionRefusal) -> Change {
        try seen.object.metadata.demandIdentity(subject.title)
        // Without it the server would take a change that writes over somebody else's.
        guard !seen.version.isEmpty else {
            throw ActionRefusal(
                "\(subject.title) has no resourceVersion: nothing is sent about it.")
        }
        var change = Change(checks: owners)
        switch (seen.autoscalers, wish) {
        case (.failure(let failure), .count(let count)):
            change.checks.append(
                ActionCheck(
                    .ownership, .unknown,
                    "Whether an autoscaler scales \(subject.title) is not known: "
                        + failure.message))
            direct(count, &change)
        case (.success(let all), _) where all.count > 1:
            throw ActionRefusal("\(all.count) autoscalers scale \(subject.title): they fight.")
        case (.success(let all), .count(let count)):
            if let owner = all.first {
                try bounded(owner, count, &change)
            } else {
                direct(count, &change)
            }
        case (.success(let all), .bounds(let bounds)):
            guard let owner = all.first else {
                throw ActionRefusal("\(subject.title) has no autoscaler to set bounds of.")
            }
            try steer(owner, bounds, &change)
            change.claim = claim(bounds.most)
        case (.failure(let failure), .bounds): throw ActionRefusal(failure.message)
        }
        return change
    }

    /// By the scale subresource, with the version that was seen: who has changed it since is not written
    /// over.
    private func direct(_ count: Int, _ change: inout Change) {
        let now = seen.object.replicas
        rate(count, now, &change)
        guard count != now else { return }
        let path = "\(subject.path)/scale"
        let meta = JSONText.object([
            ("resourceVersion", JSONText.quoted(seen.version)),
            ("uid", JSONText.quoted(seen.object.metadata.bound)),
        ])
        let forth = KubernetesChange.merge(
            path,
            JSONText.object([
                ("metadata", meta), ("spec", JSONText.object([("replicas", "\(count)")])),
            ]))
        let back = KubernetesChange.patch(
            path,
            [.test("/spec/replicas", "\(count)"), .replace("/spec/replicas", "\(now)")])
        change.there = (step("replicas", "\(now)", "\(count)", forth), forth)
        change.home = (step("replicas", "\(count)", "\(now)", back), back)
    }

    /// An autoscaler would set replicas back: its bounds are what leads there.
    private func bounded(
        _ owner: KubeScaler, _ count: Int, _ change: inout Change
    ) throws(ActionRefusal) {
        if owner.keda != nil { return direct(count, &change) }
        guard count > 0 else {
            throw ActionRefusal(
                "\(subject.title) is scaled by autoscaler \(owner.metadata.name), which would be "
                    + "switched off by 0 replicas: take the autoscaler away first.")
        }
        let now = seen.object.replicas
        if count == now, owner.bounds.contains(count) { return }
        try steer(owner, owner.bounds.leading(to: count, from: now), &change)
        rate(count, now, &change)
    }

    private func steer(
        _ owner: KubeScaler, _ wanted: ScaleBounds, _ change: inout Change
    ) throws(ActionRefusal) {
        let now = owner.bounds
        let name = owner.metadata.name
        try owner.metadata.demandIdentity("Autoscaler \(name)")
        guard owner.metadata.resourceVersion?.isEmpty == false else {
            throw ActionRefusal(
                "Autoscaler \(name) has no resourceVersion: nothing is sent about it.")
        }
        change.checks.append(
            ActionCheck(
                .ownership, .warn,
                "Autoscaler \(name) scales \(subject.title): its bounds are set instead, and it "
                    + "decides between them."))
        if wanted.most < now.most || wanted.least < now.least {
            change.tier = max(change.tier, .disruptive)
        }
        guard wanted != now else { return }
        let path =
            "/apis/autoscaling/v2/namespaces/\(subject.namespace)/horizontalpodautoscalers/\(name)"
        let forth = Self.set(path, wanted, owner.metadata)
        let back = KubernetesChange.patch(
            path,
            [
                .test("/spec/minReplicas", "\(wanted.least)"),
                .test("/spec/maxReplicas", "\(wanted.most)"),
                .replace("/spec/minReplicas", "\(now.least)"),
                .replace("/spec/maxReplicas", "\(now.most)"),
            ])
        change.there = (step("autoscaler", "\(now)", "\(wanted)", forth), forth)
        change.home = (step("autoscaler", "\(wanted)", "\(now)", back), back)
    }

    private static func set(
        _ path: String, _ bounds: ScaleBounds, _ meta: KubeMeta
    ) -> KubernetesChange {
        .merge(
            path,
            JSONText.object([
                (
                    "metadata",
                    JSONText.object([
                        ("resourceVersion", JSONText.quoted(meta.resourceVersion ?? "")),
                        ("uid", JSONText.quoted(meta.bound)),
                    ])
                ),
                (
                    "spec",
                    JSONText.object([
                        ("minReplicas", "\(bounds.least)"), ("maxReplicas", "\(bounds.most)"),
                    ])
                ),
            ]))
    }

    /// How much a count hurts.
    private func rate(_ count: Int, _ now: Int, _ change: inout Change) {
        change.more = count - now
        change.claim = claim(count)
        let tier: ActionTier = count >= now ? .reversible : count == 0 ? .destructive : .disruptive
        change.tier = max(change.tier, tier)
        if count == 0, now > 0 {
            change.checks.append(
                ActionCheck(.blastRadius, .warn, "Nothing of \(subject.title) would be left."))
        } else if count < now {
            change.checks.append(
                ActionCheck(
                    .blastRadius, .warn,
                    "\(now - count) of \(now) replicas of \(subject.title) would end."))
        }
    }

    private func step(
        _ field: String, _ before: String, _ after: String, _ change: KubernetesChange
    ) -> ActionStep {
        ActionStep(
            target: ActionTarget(
                source: settings.source, uid: subject.uid, name: subject.name, site: settings.site),
            field: field, before: before, after: after, token: seen.object.metadata.bound,
            request: change.request(at: place.server))
    }
}
