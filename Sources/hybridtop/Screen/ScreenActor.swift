import Collector
import Dashboard
import Fleet
import Glibc
import Settings
import Terminal

/// The full screen: an actor on the event thread that owns the terminal and the dashboard's state. Keys
/// paint at once; data and clock share frames.
actor ScreenActor {
    let program: FleetProgram
    nonisolated let thread: EventThread
    var session: TerminalSession?
    var state: DashboardState
    /// Keeps the program in step with the configuration; gets to know what a person changes.
    var watch: ConfigurationWatch?
    /// The options that are in force.
    var configured: FleetOptions
    /// Continues the caller of ``run(_:)``.
    private var waiter: CheckedContinuation<ScreenEnd, Never>?
    private var pacer = FramePacer()
    private var timer: EventThread.TimerID?
    private var shownGeneration: UInt64?
    var isAway = false
    /// What it acts with, and whose each action is; what an older configuration has begun stays its own.
    var desk: ScreenDesk?
    var owners: [String: ScreenDesk] = [:]
    /// The journal as it was read last, whether it is being read, and when it is looked at again.
    var journalMark: JournalView.Mark?
    var isReadingJournal = false
    var journalDue = MonotonicTime(nanoseconds: 0)
    /// The shell that has the terminal meanwhile.
    var shell: ShellChild?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ program: FleetProgram, _ configured: FleetOptions, options: DashboardOptions) {
        self.program = program
        self.configured = configured
        thread = program.thread
        state = DashboardState(now: program.clock.now(), options: options)
    }

    /// Takes the terminal and shows the fleet until somebody ends it. The terminal is as it was when
    /// this returns or throws.
    func run(
        _ options: TerminalOptions, _ watch: ConfigurationWatch
    ) async throws(TerminalError) -> ScreenEnd {
        let session = try TerminalSession(options)
        self.session = session
        self.watch = watch
        state.options.isASCII = session.isASCII
        for note in session.notes { send(.noticed(Notice(note, .warning))) }
        send(.resized(columns: session.columns, rows: session.rows))
        watchTerminal(session)
        observeStore()
        paint()
        let end = await withCheckedContinuation { waiter = $0 }
        thread.remove(session.inputDescriptor)
        thread.remove(session.signalDescriptor)
        thread.remove(session.outputDescriptor)
        let child = shell
        await child?.end()
        session.restore(fromChild: child != nil)
        // The kernel's signal for a terminal that is gone may come after its end was read.
        if end == .signal(SIGHUP) { signal(SIGHUP, SIG_IGN) }
        self.session = nil
        return end
    }

    /// Whether the end has been decided upon.
    var isEnding: Bool { waiter == nil }

    /// Ends ``run(_:)``.
    func finish(_ end: ScreenEnd) {
        waiter?.resume(returning: end)
        waiter = nil
    }

    private func observeStore() {
        program.store.assumeIsolated { store in
            store.observe { [weak self] in self?.assumeIsolated { $0.wantsFrame(.data) } }
        }
    }

    private func watchTerminal(_ session: TerminalSession) {
        thread.add(session.inputDescriptor) { [weak self] _ in
            self?.assumeIsolated { $0.readInput() }
        }
        thread.add(session.signalDescriptor) { [weak self] _ in
            self?.assumeIsolated { $0.readSignals() }
        }
    }

    /// A terminal that takes a frame in pieces gets the rest as it can; the thread waits for nothing.
    private func watchOutput(_ session: TerminalSession, paintsAgain: Bool) {
        let descriptor = session.outputDescriptor
        thread.add(descriptor, for: .writable) { [weak self] _ in
            self?.assumeIsolated { $0.flush(descriptor, paintsAgain: paintsAgain) }
        }
    }

    private func flush(_ descriptor: Int32, paintsAgain: Bool) {
        session?.flushOutput()
        guard session?.wantsOutput != true else { return }
        thread.remove(descriptor)
        if paintsAgain { paint() }
    }

    func readInput() {
        guard let session, !isAway else { return }
        let now = program.clock.now()
        let events = session.readEvents(now: now.monotonic)
        // Only who is asked something minds whether keys come one by one.
        if state.mindsKeys { send(.keysCame(events.count, now)) }
        for event in events { send(.input(event)) }
        if session.isHungUp { return finish(.signal(SIGHUP)) }
        if let deadline = session.inputDeadline {
            thread.schedule(at: deadline) { [weak self] in self?.assumeIsolated { $0.readInput() } }
        }
        wantsFrame(.input)
    }

    private func readSignals() {
        guard let session else { return }
        for signal in session.readSignals() {
            switch signal {
            case .resized:
                guard !isAway, session.resize() else { continue }
                send(.resized(columns: session.columns, rows: session.rows))
            case .stop: if !isAway { session.suspend() }
            case .continued: if !isAway { session.enter() }
            case .terminate(SIGHUP) where !session.isTerminalGone:
                watch?.assumeIsolated { $0.reload() }
            case .terminate(let number):
                if !isAway || number != 2 { return finish(.signal(number)) }
            }
        }
        wantsFrame(.input)
    }

    /// Hands a message to the dashboard and carries out what it asks for.
    func send(_ message: Message) {
        for effect in Reducer.update(&state, message) { perform(effect) }
    }

    /// Asks for a frame: at once where it can be, shared with what follows where it was painted just now.
    func wantsFrame(_ reason: FramePacer.Reason) {
        guard !isAway else { return }
        let now = program.clock.now().monotonic
        let due = pacer.due(reason, now: now)
        guard due > now else { return paint() }
        schedule(due)
    }

    private func schedule(_ due: MonotonicTime) {
        if let timer { thread.cancel(timer) }
        timer = thread.schedule(at: due, leeway: pacer.leeway) { [weak self] in
            self?.assumeIsolated { $0.paint() }
        }
    }

    /// Brings the state up to date and shows it.
    func paint() {
        guard let session, !isAway else { return }
        let snapshot = program.store.assumeIsolated { $0.current() }
        if snapshot.generation != shownGeneration {
            shownGeneration = snapshot.generation
            send(.snapshotArrived(snapshot))
        }
        send(.ticked(snapshot.time))
        let frame = DashboardView.render(
            state, width: session.columns, height: session.rows, theme: state.theme,
            isASCII: session.isASCII)
        let outcome = session.present(frame)
        // What a terminal has taken only a part of was not seen yet.
        let isAwaited = state.awaitsPaint
        if session.wantsOutput {
            watchOutput(session, paintsAgain: outcome == .busy || isAwaited)
        }
        let now = program.clock.now()
        if isAwaited, outcome != .closed, !session.wantsOutput { send(.painted(now)) }
        pacer.painted(at: now.monotonic)
        followJournal(now.monotonic)
        schedule(pacer.nextTick)
    }
}

/// Why the screen was left.
enum ScreenEnd: Sendable, Equatable {
    case quit
    /// A person wants the simulated fleet instead.
    case demo
    /// A signal asked for it.
    case signal(Int32)
}
