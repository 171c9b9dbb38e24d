package import Fleet

/// How something is doing, in one glyph and one word: worst last.
package enum RowState: Int, Sendable, Comparable, CaseIterable {
    /// In this order one outdoes the other where a row sums up many.
    case good, notice, waiting, changing, out, stale, warning, failed

    package static func < (left: RowState, right: RowState) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The glyph.
    package var glyph: String {
        switch self {
        case .good: Glyph.good
        case .notice: Glyph.notice
        case .waiting: Glyph.waiting
        case .changing: Glyph.draining
        case .out: Glyph.out
        case .stale: Glyph.stale
        case .warning: Glyph.warning
        case .failed: Glyph.critical
        }
    }

    /// The word.
    package var word: String {
        switch self {
        case .good: "well"
        case .notice: "notice"
        case .waiting: "waiting"
        case .changing: "changing"
        case .out: "out of use"
        case .stale: "stale"
        case .warning: "warning"
        case .failed: "failed"
        }
    }

    /// The words that a filter knows it by.
    package var filterWords: [String] {
        switch self {
        case .good: ["ok", word]
        case .failed: ["critical", word]
        default: [word]
        }
    }

    /// Its colour.
    package var role: Role {
        switch self {
        case .good: .good
        case .notice: .notice
        case .waiting: .dim
        case .changing, .out: .notice
        case .stale: .warning
        case .warning: .warning
        case .failed: .critical
        }
    }

    /// The cell that shows it.
    package var cell: TableCell { TableCell(glyph, role) }

    /// The state that a finding puts its subject in.
    package init(_ finding: Finding) {
        if finding.acknowledgement != nil {
            self = .notice
            return
        }
        switch finding.severity {
        case .notice: self = .notice
        case .warning: self = .warning
        case .critical: self = .failed
        }
    }

    /// The state of a source by itself.
    package init(_ status: SourceStatus) {
        switch status {
        case .waiting: self = .waiting
        case .live: self = .good
        case .stale: self = .stale
        case .failed, .stuck: self = .failed
        }
    }
}
