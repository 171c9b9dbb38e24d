/// Why a reading has no value. Missing is never zero: a panel draws `—`, a log writes `null` with this
/// reason beside it, and an aggregate skips it.
///
/// One byte, so that a column carries one per row: three bits of ``Kind``, five of ``Detail``.
public struct Absence: Hashable, Sendable {
    /// The closed list of reasons.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// The hardware or server cannot tell (`[N/A]`, `[Not Supported]`).
        case unsupported = 1
        /// We may not ask (`[Insufficient Permissions]`, 403).
        case denied
        /// What should answer is gone: a GPU off the bus, an endpoint that refuses connections.
        case lost
        /// It was known once, too long ago to be shown as current.
        case stale
        /// The source could tell, but did not say (yet).
        case notReported
        /// It said something that is not a value of this kind.
        case malformed
    }

    /// What is known beyond the kind; `none` where the kind says it all. At most 31 cases.
    public enum Detail: UInt8, Sendable, CaseIterable {
        /// The kind says it all.
        case none = 0
        /// MIG is on, and the whole GPU has no such reading.
        case migEnabled
        /// The driver says that this query is deprecated.
        case deprecated
        /// The driver library lacks the function (`[Function Not Found]`).
        case functionNotFound
        /// `[Unknown Error]`, `ERR!`.
        case unknownError
        /// `GPU is lost`.
        case gpuLost
        /// `GPU requires reset`.
        case requiresReset
        /// `[Insufficient Permissions]`.
        case insufficientPermissions
        /// A rate or quantile needs two scrapes, and there was only one.
        case firstScrape
        /// No request fell into the window, so there is nothing to take a quantile or ratio of.
        case noRequests
        /// The number lies beyond the highest finite bucket of its histogram.
        case aboveHighestBucket
        /// The field is not one that this driver or server version knows.
        case unknownField
        /// A sentinel for "blank" (DCGM's 9223372036854775794 and its kin).
        case blank
        /// Memory is shared with the host, and the driver counts none as the GPU's own.
        case unifiedMemory
        /// The cloud has published no datapoint in the window.
        case noDatapoint
        /// The text could not be read as a number.
        case notANumber
        /// A number, and none that can be meant.
        case outOfRange
        /// The process has ended, or belongs to another namespace.
        case notVisible
        /// The source has never answered, so nobody knows.
        case noAnswer

        /// The word used in logs, snake case (`mig_enabled`); empty for ``none``.
        public var word: String {
            switch self {
            case .none: ""
            case .migEnabled: "mig_enabled"
            case .deprecated: "deprecated"
            case .functionNotFound: "function_not_found"
            case .unknownError: "unknown_error"
            case .gpuLost: "gpu_lost"
            case .requiresReset: "requires_reset"
            case .insufficientPermissions: "insufficient_permissions"
            case .firstScrape: "first_scrape"
            case .noRequests: "no_requests"
            case .aboveHighestBucket: "above_highest_bucket"
            case .unknownField: "unknown_field"
            case .blank: "blank"
            case .unifiedMemory: "unified_memory"
            case .noDatapoint: "no_datapoint"
            case .notANumber: "not_a_number"
            case .outOfRange: "out_of_range"
            case .notVisible: "not_visible"
            case .noAnswer: "no_answer"
            }
        }
    }

    /// The reason.
    public var kind: Kind
    /// What is known beyond it.
    public var detail: Detail

    /// An absence of a kind, with a detail where one is known.
    public init(_ kind: Kind, _ detail: Detail = .none) {
        self.kind = kind
        self.detail = detail
    }

    /// The byte that columns store: never 0, which means "present".
    public var code: UInt8 { detail.rawValue << 3 | kind.rawValue }

    /// The absence behind a column's byte; `nil` for 0 and for a byte that no absence has.
    public init?(code: UInt8) {
        guard let kind = Kind(rawValue: code & 7), let detail = Detail(rawValue: code >> 3) else {
            return nil
        }
        self.init(kind, detail)
    }

    /// As logs write it: `unsupported: mig_enabled`, or the kind alone.
    public var reason: String {
        detail == .none ? kind.word : "\(kind.word): \(detail.word)"
    }

    /// The commonest absence: nothing was said.
    public static let notReported = Absence(.notReported)
    /// The hardware cannot tell.
    public static let unsupported = Absence(.unsupported)
    /// The answer was no value.
    public static let malformed = Absence(.malformed, .notANumber)
    /// The answer was a number that cannot be meant.
    public static let outOfRange = Absence(.malformed, .outOfRange)
    /// A first scrape has no rate.
    public static let firstScrape = Absence(.notReported, .firstScrape)
}

extension Absence.Kind {
    /// The word used in logs, snake case.
    public var word: String {
        switch self {
        case .unsupported: "unsupported"
        case .denied: "denied"
        case .lost: "lost"
        case .stale: "stale"
        case .notReported: "not_reported"
        case .malformed: "malformed"
        }
    }
}
