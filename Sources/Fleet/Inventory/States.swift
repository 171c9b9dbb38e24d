/// Whether an accelerator answers.
package enum AcceleratorState: Hashable, Sendable {
    /// It answers.
    case present
    /// It was there once and is not now, or the driver says that it is lost; the reason is the detail.
    case lost(Absence)
    /// It is there and the driver wants it reset, or reports an error for it.
    case failed(Absence)
}

/// What an endpoint is doing.
package enum EndpointState: String, Hashable, Sendable, CaseIterable {
    /// It answers and serves.
    case serving
    /// It is being made, or loads its model: not yet serving.
    case starting
    /// It serves while it is being changed.
    case updating
    /// It serves, with less than it should have.
    case degraded
    /// It takes no new requests, by intent.
    case draining
    /// Nothing serves, by intent (scaled to zero, asleep).
    case stopped
    /// It should serve and does not.
    case failed
    /// The source does not tell.
    case unknown
}
