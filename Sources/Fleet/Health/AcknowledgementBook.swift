/// Who has acknowledged or snoozed which finding. A value; where it is kept is somebody else's business.
package struct AcknowledgementBook: Sendable, Equatable {
    /// An acknowledged finding that has been gone for this long is forgotten, so that it is told afresh
    /// when it comes again. Long enough for a restart, in which nothing is found at first.
    package static let forgottenAfter = Duration.seconds(900)

    private var entries: [String: Entry] = [:]

    private struct Entry: Sendable, Equatable {
        var acknowledgement: Acknowledgement
        var lastSeen: WallTime?
    }

    /// Nothing acknowledged.
    package init() {}

    /// All acknowledgements, by the finding's id.
    package var acknowledgements: [String: Acknowledgement] {
        entries.mapValues(\.acknowledgement)
    }

    /// Sets, replaces or (with `nil`) takes back the acknowledgement of a finding.
    package mutating func set(_ acknowledgement: Acknowledgement?, for id: String) {
        entries[id] = acknowledgement.map { Entry(acknowledgement: $0, lastSeen: nil) }
    }

    /// Puts the acknowledgements that are in force on their findings, and forgets those that have
    /// lapsed or whose finding has been gone for long.
    package mutating func apply(to findings: inout [Finding], now: WallTime) {
        guard !entries.isEmpty else { return }
        for (id, entry) in entries where (entry.acknowledgement.until.map { $0 <= now } ?? false) {
            entries[id] = nil
        }
        for place in findings.indices {
            guard let entry = entries[findings[place].id] else { continue }
            findings[place].acknowledgement = entry.acknowledgement
            entries[findings[place].id]?.lastSeen = now
        }
        for (id, entry) in entries {
            if entry.lastSeen == nil { entries[id]?.lastSeen = now }
            if let seen = entry.lastSeen, now - seen >= Self.forgottenAfter { entries[id] = nil }
        }
    }
}
