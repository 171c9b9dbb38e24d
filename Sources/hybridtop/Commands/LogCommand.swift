import ArgumentParser
import Collector
import Fleet
import Headless
import Settings

/// `hybridtop log`: the fleet to files, without a screen.
struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Log the fleet as JSON lines, CSV or Prometheus text.",
        discussion: """
            Every record of a kind has the same fields, in base units, with the unit in their name. A \
            missing reading is null with its reason in <field>_absent. The kinds have different \
            columns, so that CSV is a file a kind: -o fleet.csv writes fleet.node.csv, \
            fleet.accelerator.csv and so on; of a single --kind it writes fleet.csv itself.

            Exit status: 0 all sources answered, 1 some did not answer at the end or lines were lost, \
            2 usage or configuration, 3 nothing was ever reachable; who did not answer, and why, is \
            said on standard error. SIGHUP makes files be opened anew and the configuration be read \
            again.

            Examples:
              hybridtop log --once | jq 'select(.kind=="accelerator") | .utilization_ratio'
              hybridtop log -o fleet.jsonl --rotate-size 100M --rotate-age 1d --keep 30
              hybridtop log --format csv --kind endpoint -o endpoints.csv --duration 1h
              hybridtop log --format prometheus -o /var/lib/node_exporter/hybridtop.prom
            """)

    @OptionGroup var shared: SharedOptions

    @Flag(
        help: """
            Write one tick, when every source has answered with all it has or failed, and end. \
            Sources with rates are asked twice, a second apart, and their rates and percentiles are \
            of that second.
            """)
    var once = false

    @Option(
        help: "Time between ticks; 15s if it is not given.", transform: LogCommand.duration)
    var interval: Duration = .seconds(15)

    @Option(
        help: "End after this time, whether a tick is due then or not.",
        transform: LogCommand.duration)
    var duration: Duration?

    @Option(
        name: [.short, .long],
        help: "A file; standard output otherwise. CSV of several kinds is a file a kind.",
        completion: .file())
    var output: String?

    @Option(help: "The format: jsonl, csv or prometheus.")
    var format: LogFormat = .jsonl

    @Option(
        parsing: .upToNextOption,
        help: "Kinds: node, accelerator, process, endpoint, source, finding.")
    var kind: [RecordKind] = []

    @Option(help: "Only records that match, as in the dashboard: 'util<10 & site=hall-a'.")
    var filter: String?

    @Option(
        help: "Put the file aside once it has grown beyond this: 100M. A tick is never split.",
        transform: LogCommand.size)
    var rotateSize: Int?

    @Option(
        help: "Put the file aside at every multiple of this: 1d.", transform: LogCommand.duration)
    var rotateAge: Duration?

    @Option(help: "How many files put aside are kept; 0 keeps all.")
    var keep = 7

    @Flag(
        inversion: .prefixedNo,
        help: "Compress files put aside (--gzip), or leave them as they are (--no-gzip).")
    var gzip = true

    @Flag(help: "Log the simulated fleet.")
    var demo = false

    mutating func run() async throws {
        let file = shared.file()
        let configuration = try shared.load(file)
        let options = try options()
        let session = LogSession(options: options, interval: interval, clock: SystemClock())
        let (reopen, queue) = AsyncStream<Void>.makeStream()
        defer { queue.finish() }
        let feed = try await HeadlessFeed(configuration, file: file, isDemo: demo)
        try complain(of: feed)
        let task = Task {
            try await session.run(feed.snapshots, reopen: reopen, fleet: feed.fleet)
        }
        let signals = HeadlessSignals(
            reopen: {
                queue.yield()
                feed.reload()
            }, end: { task.cancel() })
        let result = await task.result
        await feed.end()
        withExtendedLifetime(signals) {}
        let code = try result.get()
        if code != 0 { throw ExitCode(code) }
    }

    /// Says where there is nothing to log. One tick then has nothing to wait for; a log without end goes
    /// on, because a server or a configuration may come.
    private func complain(of feed: HeadlessFeed) throws {
        guard feed.isEmpty else { return }
        standardError(
            "hybridtop: no source is configured, and none was found on this machine; "
                + "'hybridtop config init' writes a configuration\n")
        if once { throw ExitCode(3) }
    }

    /// What the runner is to do.
    func options() throws -> LogOptions {
        var selection = RecordSelection()
        let kinds = kind.isEmpty ? Set(RecordKind.allCases) : Set(kind)
        do throws(FilterError) {
            selection = RecordSelection(kinds: kinds, matching: try Filter(filter ?? ""))
        } catch {
            throw ValidationError("--filter: \(error.message)\n\(error.pointing(in: filter ?? ""))")
        }
        return LogOptions(
            format: format, selection: selection, output: output == "-" ? nil : output,
            rotation: RotationPolicy(
                maximumBytes: rotateSize, period: rotateAge, keep: keep, compresses: gzip),
            isOnce: once, duration: duration)
    }

    func validate() throws {
        if interval < .milliseconds(100) { throw ValidationError("--interval: at least 100ms") }
        if let duration, duration <= .zero {
            throw ValidationError("--duration: more than 0s; for one tick there is --once")
        }
        if keep < 0 { throw ValidationError("--keep: not less than 0") }
        if let rotateAge, rotateAge < .seconds(1) {
            throw ValidationError("--rotate-age: at least 1s")
        }
    }

    private static func duration(_ text: String) throws -> Duration {
        guard let duration = DurationText.parse(text) else {
            throw ValidationError("expected a duration such as 15s or 1h, found '\(text)'")
        }
        return duration
    }

    /// `100M`: powers of 1024.
    private static func size(_ text: String) throws -> Int {
        let units: [Character: Int] = ["k": 10, "K": 10, "M": 20, "G": 30, "T": 40]
        let shift = text.last.flatMap { units[$0] }
        let digits = shift == nil ? text[...] : text.dropLast()
        guard let number = Int(digits), number > 0, number < 1 << 22 || shift == nil else {
            throw ValidationError("expected a size such as 100M, found '\(text)'")
        }
        return number << (shift ?? 0)
    }
}

extension LogFormat: ExpressibleByArgument {}
extension RecordKind: ExpressibleByArgument {}
