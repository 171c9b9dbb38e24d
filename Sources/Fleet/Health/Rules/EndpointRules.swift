/// Endpoints that do not serve, or serve with less than they should.
struct EndpointStateRule: HealthRule {
    let name = "endpoint-failed"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        let states = view.sample.endpointStates
        for row in states.indices {
            switch states[row] {
            case .serving, .unknown, .stopped, .draining, .updating: break
            case .failed: observations.append(failed(row, view))
            case .degraded:
                observations.append(
                    view.observation(
                        GenericRule("endpoint-degraded"), .warning, view.endpoint(row),
                        title: "degraded", evidence: evidence(row, view)
                    ).advising("Look at its replicas.").folded(.site, as: "degraded")
                        .steadied(linger: .seconds(10)))
            case .starting:
                observations.append(
                    view.observation(
                        GenericRule("cold-start"), .notice, view.endpoint(row),
                        title: "cold start: not serving yet", evidence: evidence(row, view)
                    ).advising("Wait, or keep a warm replica if this happens often.")
                        .steadied(linger: .seconds(5)))
            }
        }
    }

    /// An endpoint that was asked and did not answer says why; one that is merely reported does not.
    private func failed(_ row: Int, _ view: HealthView) -> Observation {
        let failures = view.sample.endpointFailures
        let failure = failures.indices.contains(row) ? failures[row] : nil
        let title =
            failure.map { failure in
                let lead = failure.kind.isUnreachable ? "unreachable" : "does not serve"
                return "\(lead): \(failure.kind.words)"
            } ?? "does not serve"
        let own = failure?.message ?? ""
        return view.observation(
            self, .critical, view.endpoint(row), title: title,
            evidence: (own.isEmpty ? [] : [own]) + evidence(row, view)
        ).advising(
            failure.map(\.advice).flatMap { $0.isEmpty ? nil : $0 }
                ?? "Look at the server's log; send its traffic elsewhere meanwhile."
        ).folded(.site, as: title)
    }

    private func evidence(_ row: Int, _ view: HealthView) -> [String] {
        let table = view.sample.endpoints
        var evidence = ["Its state is: \(view.sample.endpointStates[row].rawValue)."]
        if let status = table.value(.statusCode, row) {
            evidence.append("Its health check answers HTTP \(Int(status)).")
        }
        if let ready = table.value(.replicasReady, row),
            let desired = table.value(.replicasDesired, row)
        {
            evidence.append("\(Int(ready)) of \(counted(Int(desired), "replica")) ready.")
        }
        return evidence
    }
}

/// Too many requests fail.
struct ErrorRatioRule: HealthRule {
    let name = "errors"
    let isMomentary = true

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard let column = view.sample.endpoints[.errorRatio] else { return }
        for row in view.candidates(column, view.limits.errorRatio, name) {
            guard let ratio = column.value(row),
                let standing = view.standing(
                    view.limits.errorRatio, ratio, name, view.endpoint(row))
            else { continue }
            let isCritical = ratio >= view.limits.errorRatioCritical.raise
            var evidence: [String] = []
            if let rate = view.sample.endpoints.value(.requestRate, row) {
                evidence.append("\(rounded(rate * ratio)) of \(rounded(rate)) req/s fail.")
            }
            if standing == .waning {
                evidence.append("It clears below \(percent(view.limits.errorRatio.clear))%.")
            }
            observations.append(
                view.observation(
                    self, isCritical ? .critical : .warning, view.endpoint(row),
                    title: "\(percent(ratio))% of requests fail", evidence: evidence
                ).standing(standing).advising(
                    "Look at the server's log; shift traffic away while it lasts."
                )
                .steadied(after: .seconds(4), linger: .seconds(20)))
        }
    }
}

/// Replicas are missing.
struct ReplicasRule: HealthRule {
    let name = "replicas-short"
    let isMomentary = true

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        let table = view.sample.endpoints
        guard let ready = table[.replicasReady], let desired = table[.replicasDesired] else {
            return
        }
        for row in ready.codes.indices {
            guard let have = ready.value(row), let want = desired.value(row), have < want,
                view.sample.endpointStates[row] != .starting
            else { continue }
            observations.append(
                view.observation(
                    self, have == 0 ? .critical : .warning, view.endpoint(row),
                    title: "\(Int(have)) of \(counted(Int(want), "replica")) ready",
                    evidence: ["It has been short for longer than a start takes."]
                ).advising("Look for pending pods or instances: capacity, image, quota.")
                    .steadied(after: view.limits.replicasGrace, linger: .seconds(5)))
        }
    }
}

/// Certificates that expire.
struct CertificateRule: HealthRule {
    let name = "certificate"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard let column = view.sample.endpoints[.certificateExpiry] else { return }
        let soon = view.limits.certificate.inSeconds
        for row in column.rows(where: { $0 < soon }) {
            guard let left = column.value(row) else { continue }
            let days = Int(left / 86_400)
            let title =
                left <= 0 ? "TLS certificate expired" : "TLS certificate expires in \(days) d"
            observations.append(
                view.observation(
                    self, left < soon / 4 ? .critical : .warning, view.endpoint(row), title: title,
                    evidence: [place(row, view)]
                ).advising("Renew it.").folded(.site, as: "TLS certificates expire"))
        }
    }
}

extension CertificateRule {
    private func place(_ row: Int, _ view: HealthView) -> String {
        let identity = view.sample.inventory.endpoints[row]
        return "It is presented by \(identity.url ?? identity.label)."
    }
}

/// A ratio as per cent, with one digit where that says something.
func percent(_ ratio: Double) -> String { rounded(ratio * 100) }

/// A number with one digit where that says something: below ten, and not a whole one.
private func rounded(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return tenths >= 100 || tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
}
