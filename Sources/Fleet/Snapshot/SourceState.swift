/// One configured instance of a provider. Its text form is stable (`nvidia-smi/gpu-a01`) and is what
/// logs, acknowledgements and selections refer to.
public struct SourceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The provider's id.
    public let provider: String
    /// What tells this instance from its siblings: a host, a name, a region.
    public let instance: String

    /// The id of one instance.
    public init(provider: String, instance: String) {
        self.provider = provider
        self.instance = instance
    }

    public var description: String { "\(provider)/\(instance)" }

    public static func < (left: SourceID, right: SourceID) -> Bool {
        (left.provider, left.instance) < (right.provider, right.instance)
    }
}

/// How a source is doing.
package enum SourceStatus: Hashable, Sendable {
    /// Asked, and not answered yet.
    case waiting
    /// The last answer is in time.
    case live
    /// There was an answer once, and now only this failure. The last readings stay, with their age.
    case stale(SourceFailure)
    /// There never was an answer.
    case failed(SourceFailure)
    /// A poll does not return and cannot be ended; no second one is started on top of it.
    case stuck(SourceFailure)
}

/// A source, what it said last, and how asking it went. The runner measures, not the provider.
package struct SourceState: Sendable {
    /// Stable for as long as it is configured.
    package var id: SourceID
    /// The provider's title for people.
    package var title: String
    /// Name of its site.
    package var site: String
    /// To filter and group by; they hold for all of its rows.
    package var labels: [String: String]
    /// How it is doing, as of the last answer or failure.
    package var status: SourceStatus
    /// The last sample that arrived; kept when later polls fail. Before the first, what is expected.
    package var sample: Sample?
    /// What the configuration names, before anybody was asked; `nil` where it names nothing.
    package private(set) var expected: Inventory?
    /// When that sample arrived.
    package var lastSuccess: Instant?
    /// When the source was last asked (or, streaming, last spoke).
    package var lastAttempt: Instant?
    /// When it will be asked again.
    package var nextDue: MonotonicTime?
    /// Time between polls or stream samples.
    package var interval: Duration
    /// A sample older than this is stale.
    package var staleAfter: Duration
    /// How long the last poll took.
    package var lastDuration: Duration?
    /// Bytes of the last answer.
    package var lastBytes: Int
    /// Bytes of all answers.
    package var bytesTotal: Int
    /// How often it was asked; samples count where it streams.
    package var polls: Int
    /// How many of those failed.
    package var failures: Int
    /// Calls that somebody charges for (cloud APIs), and their estimated price in US dollars an hour.
    package var billedCalls: Int
    /// `nil` where nothing is charged.
    package var billedDollarsPerHour: Double?
    /// How it is being reached: `stream`, `ssh stream`, `poll`, `https`.
    package var transport: String

    /// A source that has not been asked yet.
    package init(
        id: SourceID, title: String, site: String, labels: [String: String] = [:],
        interval: Duration, staleAfter: Duration, transport: String = ""
    ) {
        self.id = id
        self.title = title
        self.site = site
        self.labels = labels
        self.interval = interval
        self.staleAfter = staleAfter
        self.transport = transport
        status = .waiting
        sample = nil
        lastSuccess = nil
        lastAttempt = nil
        nextDue = nil
        lastDuration = nil
        lastBytes = 0
        bytesTotal = 0
        polls = 0
        failures = 0
        billedCalls = 0
        billedDollarsPerHour = nil
    }

    /// Says what the source is going to tell of. Until it has answered, that is what is shown.
    package mutating func expect(_ expectation: Sample?) {
        expected = expectation?.inventory
        if sample?.isExpected ?? true { sample = expectation }
    }

    /// How old the last sample is at `now`; `nil` if there never was one.
    package func age(at now: MonotonicTime) -> Duration? {
        lastSuccess.map { now - $0.monotonic }
    }

    /// Whether the readings may be shown as current.
    package var isLive: Bool { status == .live }

    /// The failure, if it is in one.
    package var failure: SourceFailure? {
        switch status {
        case .stale(let failure), .failed(let failure), .stuck(let failure): failure
        case .waiting, .live: nil
        }
    }
}
