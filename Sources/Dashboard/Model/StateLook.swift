import Fleet

extension EndpointState {
    /// Its glyph; the word beside it says the same.
    var glyph: String {
        switch self {
        case .serving: Glyph.good
        case .starting, .updating: Glyph.waiting
        case .degraded: Glyph.warning
        case .draining: Glyph.draining
        case .stopped: "·"
        case .failed: Glyph.critical
        case .unknown: "?"
        }
    }

    /// Its colour.
    var role: Role {
        switch self {
        case .serving: .good
        case .degraded: .warning
        case .failed: .critical
        case .starting, .updating, .draining: .notice
        case .stopped, .unknown: .dim
        }
    }
}

extension Severity {
    /// Its colour.
    var role: Role {
        switch self {
        case .critical: .critical
        case .warning: .warning
        case .notice: .notice
        }
    }
}

extension AcceleratorState {
    /// Whether the GPU is gone or wants a reset.
    var isBroken: Bool { self != .present }

    /// `lost`, or what the driver wants.
    var word: String {
        switch self {
        case .present: ""
        case .lost(let absence): absence.detail == .none ? "lost" : Format.reason(absence)
        case .failed(let absence):
            absence.detail == .none ? "failed" : Format.reason(absence)
        }
    }
}
