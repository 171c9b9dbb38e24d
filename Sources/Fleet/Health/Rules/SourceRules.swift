/// A source that does not answer: it never has, it has stopped, or it does not even return.
struct SourceRule: HealthRule {
    let name = "source"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        switch view.source.status {
        case .waiting, .live: break
        case .failed(let failure): add("source-failed", failure, view, into: &observations)
        case .stale(let failure): add("source-stale", failure, view, into: &observations)
        case .stuck(let failure): add("source-stuck", failure, view, into: &observations)
        }
    }

    private func add(
        _ rule: String, _ failure: SourceFailure, _ view: HealthView,
        into observations: inout [Observation]
    ) {
        let subject = view.itself
        let words = failure.kind.words
        // A cloud's API that is out of reach says nothing about the endpoints that it reports.
        let isEndpoint =
            subject.kind == .endpoint && failure.kind.isUnreachable
            && view.sample.inventory.endpoints.first?.url != nil
        let lead =
            rule == "source-failed" ? "never answered" : isEndpoint ? "unreachable" : "no data"
        let title =
            rule == "source-stuck" ? "a poll does not return: \(words)" : "\(lead): \(words)"
        // Where nothing listens nobody is served, however short it has been: unlike a time-out, that is
        // no question of a moment.
        let isCertain = failure.kind.isFault || isEndpoint && failure.kind == .refused
        var finding = Finding(
            rule: rule, severity: isCertain ? .critical : .warning, subject: subject,
            title: title, evidence: [failure.message].filter { !$0.isEmpty },
            nextStep: failure.advice,
            since: view.source.lastSuccess?.wall ?? view.now.wall)
        if subject.kind == .source, !view.sample.inventory.endpoints.isEmpty {
            finding.evidence.append(endpoints(view))
        }
        if view.source.failures > 1 {
            finding.evidence.append("\(view.source.failures) failures so far.")
        }
        var observation = Observation(finding)
        observation.isSinceKnown = view.source.lastSuccess != nil
        observation.labels = view.source.labels
        // Who cannot be asked for figures cannot be asked for answers either.
        observation.criticalAfter =
            isEndpoint ? view.limits.endpointSilenceCritical : view.limits.silenceCritical
        observations.append(observation.folded(.site, as: title))
    }

    /// Which endpoints nothing is known of any more.
    private func endpoints(_ view: HealthView) -> String {
        let labels = view.sample.inventory.endpoints.map(\.label)
        return "Not seen since: \(named(labels, most: 5))."
    }
}

extension SourceFailure {
    /// What to do: the source's own advice, or else what its kind calls for. Never empty.
    package var advice: String { nextStep.isEmpty ? kind.nextStep : nextStep }
}

extension SourceFailure.Kind {
    /// Whether nobody was reached at all.
    var isUnreachable: Bool {
        switch self {
        case .unreachable, .refused, .timedOut, .nameNotFound, .connectionLost, .tlsFailed: true
        default: false
        }
    }

    /// Whether something is broken for certain, and not merely out of reach.
    var isFault: Bool {
        switch self {
        case .hostKeyChanged, .driverNotLoaded, .driverMismatch, .gpuLost, .needsReset, .hung: true
        default: false
        }
    }

    /// The failure in words, for a title.
    package var words: String {
        switch self {
        case .unreachable: "unreachable"
        case .refused: "connection refused"
        case .timedOut: "timed out"
        case .nameNotFound: "name not found"
        case .connectionLost: "connection lost"
        case .tlsFailed: "TLS failed"
        case .unauthorized: "not logged in"
        case .forbidden: "not permitted"
        case .sshAuthentication: "ssh refused the login"
        case .hostKeyUnknown: "unknown ssh host key"
        case .hostKeyChanged: "ssh host key changed"
        case .loginPolicy: "login refused by policy"
        case .loginExpired: "login expired"
        case .throttled: "throttled"
        case .serverError: "server error"
        case .notFound: "not found"
        case .malformed: "answer not understood"
        case .tooLarge: "answer too large"
        case .unsupported: "not supported"
        case .commandNotFound: "command not found"
        case .commandFailed: "command failed"
        case .driverNotLoaded: "NVIDIA driver not loaded"
        case .driverMismatch: "driver and library differ"
        case .gpuLost: "GPU lost"
        case .needsReset: "GPU needs a reset"
        case .permission: "no permission"
        case .hung: "nvidia-smi hangs"
        case .noDevices: "no GPUs found"
        case .stuck: "stuck"
        case .silent: "silent"
        case .cancelled: "cancelled"
        case .notConfigured: "not configured"
        }
    }

    /// What to do, where the source itself has no better advice; there is always something.
    var nextStep: String {
        switch self {
        case .unreachable, .timedOut, .connectionLost, .silent:
            "Check that the host is up and the network reaches it."
        case .refused: "Check that the service runs and listens there."
        case .nameNotFound: "Check the name and the resolver."
        case .tlsFailed: "Check the certificate and the configured CA."
        case .unauthorized, .loginExpired: "Log in again, or renew the credentials."
        case .forbidden, .permission: "Ask for the missing permission."
        case .sshAuthentication: "Check the ssh key and agent with ssh -o BatchMode=yes."
        case .hostKeyUnknown: "Connect once by hand and accept the host key."
        case .hostKeyChanged: "Find out why the host key changed before you accept it."
        case .loginPolicy: "Use a login that the node's policy admits."
        case .throttled: "Poll less often."
        case .serverError: "Look at the server's own log."
        case .notFound: "Check the address and path."
        case .malformed, .unsupported: "Check that this is the right kind of source."
        case .tooLarge: "Check the address, or have the source tell less."
        case .commandNotFound: "Install the command there, or correct the PATH."
        case .commandFailed: "Run the command by hand and read its error."
        case .driverNotLoaded: "Load the driver: modprobe nvidia."
        case .driverMismatch: "Reboot the node, or reload the driver modules."
        case .gpuLost, .needsReset: "Drain the node, then reset the GPU or reboot."
        case .hung, .stuck: "Look for processes in state D; the node may need a reboot."
        case .noDevices: "Check the PCIe bus and the container's device mounts."
        case .cancelled: "Wait for the next poll."
        case .notConfigured: "Correct the entry in the configuration."
        }
    }
}
