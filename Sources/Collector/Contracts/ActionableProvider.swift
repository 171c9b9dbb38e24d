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

    /// Sends one request, once. Never retries: an answer that did not come is ``ActionAnswer/lost(_:)``.
    func send(_ request: ActionRequest) async -> ActionAnswer

    /// What the control plane says of each step now.
    func observe(_ steps: [ActionStep]) async throws(SourceFailure) -> [ActionObservation]

    /// What the data plane shows of steps that have converged. The executor asks again until it is
    /// shown, or the deadline has passed.
    func prove(_ steps: [ActionStep]) async -> ActionProof
}

extension ActionableProvider {
    /// All of it.
    package var abilities: Set<ActionKind> { Self.actions }

    /// Without a data plane of its own there is nothing to look at.
    package func prove(_ steps: [ActionStep]) async -> ActionProof {
        .noDataPlane("\(Self.descriptor.title) does not show where requests go")
    }
}
