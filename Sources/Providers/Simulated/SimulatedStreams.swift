import Collector
import Fleet

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes the endless answers of all simulated nodes: one timer for all, so that a fleet of them costs
/// one wake-up a round.
actor SimulatedStreams {
    private let world: SimulatedWorld
    private var streams: [Int: Stream] = [:]
    private var next = 0
    private var timer: Task<Void, Never>?
    private var buffer: [UInt8] = []

    private struct Stream {
        var node: SimulatedRoster.Node
        var rows: QueryRows
        var descriptor: Int32
        var interval: Double
        var due: Double
        var ended: CheckedContinuation<Void, Never>?
    }

    /// Streams of a world's nodes; none yet.
    init(world: SimulatedWorld) {
        self.world = world
        // A reader may go away between two rounds; that is an error code here and not a death.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Begins to write rows to a descriptor, which belongs to the stream from now on. The first round is
    /// written at once.
    func open(
        _ node: SimulatedRoster.Node, rows: QueryRows, descriptor: Int32, interval: Double
    ) -> Int {
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
        next += 1
        let now = world.time
        // All streams of one interval fall on the same beat.
        let due = ((now / interval).rounded(.down) + 1) * interval
        streams[next] = Stream(
            node: node, rows: rows, descriptor: descriptor, interval: interval, due: due)
        write(next, at: now)
        if timer == nil { timer = Task { await run() } }
        return next
    }

    /// Returns when the stream has been closed.
    func finished(_ id: Int) async {
        await withCheckedContinuation { continuation in
            if streams[id] == nil {
                continuation.resume()
            } else {
                streams[id]?.ended = continuation
            }
        }
    }

    /// Ends a stream and closes its descriptor.
    func close(_ id: Int) {
        guard let stream = streams.removeValue(forKey: id) else { return }
        endDescriptor(stream.descriptor)
        stream.ended?.resume()
        if streams.isEmpty {
            timer?.cancel()
            timer = nil
        }
    }

    private func run() async {
        while !Task.isCancelled, let due = streams.values.map(\.due).min() {
            let wait = max(due - world.time, 0.01)
            do { try await Task.sleep(for: .seconds(wait)) } catch { return }
            writeWhatIsDue()
        }
    }

    private func writeWhatIsDue() {
        let now = world.time
        for (id, stream) in streams where stream.due <= now + 0.005 {
            let beats = ((now + 0.005 - stream.due) / stream.interval).rounded(.down) + 1
            streams[id]?.due += beats * stream.interval
            write(id, at: now)
        }
    }

    /// Writes one round. A reader that does not keep up loses rounds, not parts of one: a round is
    /// shorter than what a pipe takes at once or not at all.
    private func write(_ id: Int, at now: Double) {
        guard let stream = streams[id],
            !world.load.isSilent(stream.node, at: now)
        else { return }
        buffer.removeAll(keepingCapacity: true)
        let clock = Array(CalendarTime(world.wall).slashed.utf8)
        stream.rows.append(world.load.states(stream.node, at: now), clock: clock, to: &buffer)
        let written = buffer.withUnsafeBytes { writeDescriptor(stream.descriptor, $0) }
        if written < 0, errno == EPIPE { close(id) }
    }
}

/// The system's `write`, beside a method of that name.
private func writeDescriptor(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

/// The system's `close`, beside a method of that name.
func endDescriptor(_ descriptor: Int32) { _ = close(descriptor) }
