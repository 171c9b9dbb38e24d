package import Fleet

/// A provider whose control plane can also be told to do something. It reads, sends and looks; when
/// that is allowed, in which order, and what it means is the executor's.
package protocol ActionableProvider: Provider {
    /// What its targets can be told.
    static var actions: Set<ActionKind> { get }

    /// What those of this source can be told: all of it, where the configuration does not say less.
    var abilities: Set<ActionKind> { get }

    /// How an order would be carried out, by what the control plane says right now: absolute values,
    /// literal requests, and its own checks. Changes nothing.
    func propose(_ order: ActionOrder) async throws(ActionRefusal) -> ActionProposal

    /// How many replicas or instances each of these is set to now, by the text that names it: what a
    /// relative wish is worked out from.
    func counts(of targets: [String]) async throws(ActionRefusal) -> [String: Int]

    /// Sends one request, once. Never retries: an answer that did not come is ``ActionAnswer/lost(_:)``.
    func send(_ request: ActionRequest) async -> ActionAnswer

    /// How long a request may be on its way. Until then one whose answer is not known may still be taken.
    var requestTimeout: Duration { get }

    /// What the control plane says of each step now.
    func observe(_ steps: [ActionStep]) async throws(SourceFailure) -> [ActionObservation]

    /// What the data plane shows of steps that have converged. The executor asks again until it is
    /// shown, or the deadline has passed.
    func prove(_ steps: [ActionStep]) async -> ActionProof

    /// What the instances of a router that steps are about have counted; empty where nothing is routed, or
    /// that is not told.
    func traffic(of steps: [ActionStep]) async throws(SourceFailure) -> [RouterTraffic]
}

extension ActionableProvider {
    /// All of it.
    package var abilities: Set<ActionKind> { Self.actions }

    /// Where nothing is counted.
    package func counts(of targets: [String]) async throws(ActionRefusal) -> [String: Int] {
        throw ActionRefusal("\(Self.descriptor.title) counts nothing: give a number.")
    }

    /// As long as a lost answer is looked for.
    package var requestTimeout: Duration { .seconds(120) }

    /// Where nothing is told.
    package func traffic(of steps: [ActionStep]) async throws(SourceFailure) -> [RouterTraffic] {
        []
    }

    /// Without a data plane of its own there is nothing to look at.
    package func prove(_ steps: [ActionStep]) async -> ActionProof {
        .noDataPlane("\(Self.descriptor.title) does not show where requests go")
    }
}
