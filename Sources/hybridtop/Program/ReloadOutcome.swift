import Fleet
import Settings

/// What came of looking at the configuration again, and how it is told.
enum ReloadOutcome: Sendable, Equatable {
    /// It was taken over.
    case taken(ReloadCounts, FleetOptions)
    /// It is wrong: what was in force stays so.
    case refused([ConfigurationError])
    /// It is gone: what was in force stays so.
    case gone(path: String)
    /// Discovery has found these sources.
    case found([SourceID])
    /// There is nothing to look at: the simulated fleet has no configuration.
    case none

    /// Whether it says how the file is now.
    var isAboutTheFile: Bool {
        switch self {
        case .taken, .refused, .gone: true
        case .found, .none: false
        }
    }

    /// One line for a screen.
    var line: String {
        switch self {
        case .taken(let counts, _): return "Configuration reloaded: \(counts.words)."
        case .refused(let errors):
            let count = errors.count > 1 ? " (the first of \(errors.count), see Attention)" : ""
            return "Not reloaded\(count): \(errors.first.map(Self.short) ?? "")"
        case .gone(let path): return "\(Self.name(path)) is gone; what it said stays in force."
        case .found(let sources):
            return "Found \(sources.map(\.instance).joined(separator: ", ")) on this machine."
        case .none: return "The simulated fleet has no configuration to reload."
        }
    }

    /// Every line for a log.
    var lines: [String] {
        switch self {
        case .refused(let errors):
            return errors.map(\.description) + ["not reloaded, the old configuration stays"]
        case .gone(let path): return ["\(path) is gone; what it said stays in force"]
        default: return [line]
        }
    }

    /// How grave it is.
    var severity: Severity {
        switch self {
        case .taken, .found, .none: .notice
        case .gone: .warning
        case .refused: .critical
        }
    }

    /// An error with the name of the file instead of its path: a line is short.
    static func short(_ error: ConfigurationError) -> String {
        var error = error
        if error.place.line != nil { error.place.origin = name(error.place.origin) }
        return error.description
    }

    static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

/// How many sources a reload touched.
struct ReloadCounts: Sendable, Equatable {
    var added = 0
    var removed = 0
    /// Those that go on under the same name with other settings.
    var changed = 0

    /// Counts what differs between two lists of expanded settings.
    init(from old: [ProviderSettings], to new: [ProviderSettings]) {
        let changes = SourceChanges(from: old, to: new)
        let gone = Set(changes.removed)
        changed = changes.added.count { gone.contains($0.source) }
        added = changes.added.count - changed
        removed = changes.removed.count - changed
    }

    /// `2 added, 1 removed`.
    var words: String {
        let parts = [(added, "added"), (removed, "removed"), (changed, "changed")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.isEmpty ? "no source changed" : parts.joined(separator: ", ")
    }
}
