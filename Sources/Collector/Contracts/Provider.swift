package import Fleet

/// An adapter for one kind of system. One value serves one source.
///
/// A provider asks and decodes; it never retries, sleeps or prints. When to ask, how long to wait, what
/// to do after a failure, and keeping the last readings are the collector's. A provider that needs to
/// remember (rates need two scrapes) is an actor: its polls never overlap.
package protocol Provider: Sendable {
    /// What it is, as data.
    static var descriptor: ProviderDescriptor { get }

    /// One configured entry as the sources it stands for: usually itself; one a host where an entry
    /// names many. The names of the result are the sources' instance names and must differ.
    static func expand(_ entry: ProviderSettings) -> [ProviderSettings]

    /// Makes a provider for one source. Reaches nothing yet: a source that is down is no error here.
    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError)

    /// What is wrong with the files that an entry names. Asked when a configuration is read and never on
    /// the event thread: it reads them.
    static func fileProblems(of entry: ProviderSettings) -> [SettingError]

    /// What no other source may watch as well, in words that complete "... is watched already"; `nil`
    /// where nothing speaks against watching it twice.
    static func claim(of source: ProviderSettings) -> String?

    /// How the source is reached, in a word or two for the Sources view: `https`, `ssh stream`.
    var transport: String { get }

    /// What the configuration alone says that the source is going to tell of (a host, an endpoint), made
    /// with ``Sample/init(expecting:nodes:endpoints:)``: shown until it has answered, so that what never
    /// does is a row that says why. `nil` where only the answer can tell.
    var expectation: Sample? { get }

    /// Asks the source once and decodes what it says. The task is cancelled at the deadline; a provider
    /// that ignores that is marked stuck and not asked again until it returns.
    func poll() async throws(SourceFailure) -> Answer
}

extension Provider {
    /// Only the answer can tell.
    package var expectation: Sample? { nil }

    /// One entry, one source.
    package static func expand(_ entry: ProviderSettings) -> [ProviderSettings] { [entry] }

    /// No files.
    package static func fileProblems(of entry: ProviderSettings) -> [SettingError] { [] }

    /// Nothing of its own.
    package static func claim(of source: ProviderSettings) -> String? { nil }
}

/// What a poll returns.
package struct Answer: Sendable {
    /// Everything the source says, decoded.
    package var sample: Sample
    /// How many bytes that was on the wire.
    package var bytes: Int
    /// Calls made that somebody charges for.
    package var billedCalls: Int
    /// What those calls cost in US dollars, estimated; `nil` where nothing is charged.
    package var billedDollars: Double?
    /// Readings from before this answer, oldest first, where the source remembers them: each a whole
    /// multiple of ``historyLength(interval:)`` after the epoch, rows as in the sample. A provider
    /// gives them with its first answer only.
    package var history: [FleetHistory.Bucket] = []

    /// How long a bucket of history is for a source that is polled at an interval.
    package static func historyLength(interval: Duration) -> Duration {
        max(interval, .seconds(2))
    }

    /// An answer that cost nothing.
    package init(
        sample: Sample, bytes: Int, billedCalls: Int = 0, billedDollars: Double? = nil
    ) {
        self.sample = sample
        self.bytes = bytes
        self.billedCalls = billedCalls
        self.billedDollars = billedDollars
    }
}

/// A provider whose fast readings arrive on the standard output of a long-lived child, while slow facts
/// are polled beside it: ``Provider/poll()`` is then the slow beat.
package protocol StreamingProvider: Provider {
    /// Time between slow beats.
    var slowInterval: Duration { get }

    /// What to run for the stream. May first ask what the other side can do (field probing).
    func openStream() async throws(SourceFailure) -> StreamPlan

    /// The fast beat asked once, for when streaming does not work there.
    func pollFast() async throws(SourceFailure) -> Answer

    /// Both beats as one sample. Pure and quick: it runs on the event thread at each fast sample.
    /// `previous` is what this function returned last, so that what was seen once can be remembered.
    func combine(fast: Sample?, slow: Sample?, previous: Sample?) -> Sample
}

/// A stream to run.
package struct StreamPlan: Sendable {
    /// Runs until it is ended; its standard output is the stream.
    package var command: Command
    /// Fresh: it has consumed nothing yet.
    package var decoder: any StreamDecoder
    /// Silence for longer than this means that the stream is dead.
    package var silence: Duration

    /// A stream and how to read it.
    package init(command: Command, decoder: any StreamDecoder, silence: Duration) {
        self.command = command
        self.decoder = decoder
        self.silence = silence
    }
}

/// Turns the bytes of a stream into samples. A value, owned by the event thread; partial lines carry
/// over inside, capped.
package protocol StreamDecoder: Sendable {
    /// Takes over what was read, in pieces of any size, and returns what is complete with it.
    mutating func consume(_ bytes: UnsafeRawBufferPointer) -> [StreamEvent]
    /// The stream has ended with this status; what its last words mean.
    mutating func finish(status: CommandStatus, errors: String) -> SourceFailure
}

/// What a stream says.
package enum StreamEvent: Sendable {
    /// One complete round of readings.
    case sample(Sample)
    /// A message that names a failure; the stream may go on.
    case failure(SourceFailure)
}
