import Fleet

/// What one poll has read of endpoints: one that cannot be read costs itself alone.
struct SageMakerReading: Sendable {
    /// How many that were listed have no name.
    var nameless = 0
    var variants: [SageMakerVariant] = []
    /// The first endpoint whose configuration cannot be read, and how many there are.
    private var unconfigured: (first: String, count: Int)?

    /// Takes that an endpoint could not be read; throws what is not of this one alone.
    mutating func take(_ failure: SourceFailure, of name: String) throws(SourceFailure) {
        // It was deleted since it was listed.
        if failure.kind == .unsupported, failure.message.contains("Could not find") { return }
        guard Self.isOfOne(failure) else { throw failure }
        variants.append(.unread(name, failure))
    }

    /// The same of what an endpoint is configured with: its machines and models are not known then.
    mutating func take(
        _ failure: SourceFailure, ofConfigurationOf name: String
    ) throws(SourceFailure) {
        guard Self.isOfOne(failure) else { throw failure }
        let first = unconfigured?.first ?? "\(CleanText.clean(name)): \(failure.message)"
        unconfigured = (first, (unconfigured?.count ?? 0) + 1)
    }

    /// Whether a failure is about what was asked for, and says nothing of the next thing.
    private static func isOfOne(_ failure: SourceFailure) -> Bool {
        [.malformed, .notFound, .forbidden, .unsupported].contains(failure.kind)
    }

    private var unread: [SageMakerVariant] { variants.filter { $0.failure != nil } }

    /// Why not a single endpoint can be read: that is the source's failure.
    var onlyFailure: SourceFailure? {
        unread.count == variants.count ? unread.first?.failure : nil
    }

    /// What is missing.
    var notes: [String] {
        var notes: [String] = []
        if nameless > 0 {
            notes.append(
                "\(nameless == 1 ? "1 endpoint has" : "\(nameless) endpoints have") no name, and cannot be read."
            )
        }
        if let first = unread.first {
            let why = "\(CleanText.clean(first.endpoint)): \(first.failure?.message ?? "")"
            notes.append("Endpoints that cannot be read: \(Self.listed(why, unread.count))")
        }
        if let unconfigured {
            notes.append(
                "Machines that are not known: \(Self.listed(unconfigured.first, unconfigured.count))"
            )
        }
        return notes
    }

    private static func listed(_ first: String, _ count: Int) -> String {
        count > 1 ? "\(first) And \(count - 1) more." : first
    }
}
