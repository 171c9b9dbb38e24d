import Dashboard
import Fleet
import Glibc
import Terminal

/// A poll loop around a session, as the event thread is in the program.
struct ProbeLoop {
    let session: TerminalSession
    /// Where the text of each random frame is put, for comparison with the screen.
    let dump: UnsafeMutablePointer<CChar>?
    var lines: [String] = []
    var random = RandomFrames()
    var showsRandom = false
    var result: Int32?

    init(session: TerminalSession, dump: UnsafeMutablePointer<CChar>?) {
        self.session = session
        self.dump = dump
    }

    mutating func run() -> Int32 {
        draw()
        while result == nil {
            wait()
            if session.wantsOutput { session.flushOutput() }
            session.readSignals().forEach { obey($0) }
            session.readEvents(now: Self.now()).forEach { obey($0) }
            if session.isHungUp { result = result ?? 9 }
            if result == nil { draw() }
        }
        session.restore()
        return result ?? 0
    }

    static func now() -> MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    private func wait() {
        var polled = [
            pollfd(fd: session.inputDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: session.signalDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        if session.wantsOutput {
            polled.append(
                pollfd(fd: session.outputDescriptor, events: Int16(POLLOUT), revents: 0))
        }
        var limit: Int32 = -1
        if let deadline = session.inputDeadline {
            limit = Int32(max(0, (deadline - Self.now()).nanoseconds / 1_000_000 + 1))
        }
        poll(&polled, nfds_t(polled.count), limit)
    }

    private mutating func obey(_ signal: TerminalSignal) {
        lines.append("signal \(signal)")
        switch signal {
        case .resized: _ = session.resize()
        case .stop: session.suspend()
        case .continued: session.enter()
        case .terminate(let number): result = 128 + number
        }
    }

    private mutating func obey(_ event: InputEvent) {
        switch event {
        case .key(let key): lines.append("key \(key)")
        case .paste(let text):
            lines.append("paste \(text.count) \(text.prefix(40).debugDescription)")
        case .mouse(let mouse):
            lines.append("mouse \(mouse.kind) \(mouse.button) \(mouse.column),\(mouse.row)")
        }
        showsRandom = false
        if case .key(.character(let character)) = event { perform(character) }
    }

    private mutating func perform(_ command: Character) {
        switch command {
        case "q": result = 0
        case "n": showNext()
        case "1": measure(.clock)
        case "2": measure(.rows)
        case "3": measure(.everything)
        case "z": session.suspend()
        case "c":
            session.leave()
            system("echo child has the terminal; read line; echo got $line")
            session.enter()
        case "s", "i", "a", "t": crash(command)
        case "e": exit(4)
        default: break
        }
    }

    /// In ways the compiler cannot see coming.
    private func crash(_ way: Character) {
        switch way {
        case "s": raise(SIGSEGV)
        case "i": raise(SIGILL)
        case "a": abort()
        default:
            let nothing = lines.filter { $0 == "never" }
            lines.withUnsafeBufferPointer { _ = nothing[$0.count] }
        }
    }

    // MARK: Drawing

    private mutating func showNext() {
        showsRandom = true
        let frame = random.next(columns: session.columns, rows: session.rows)
        session.present(frame)
        guard let dump, let file = fopen(dump, "w") else { return }
        fputs(frame.text, file)
        fclose(file)
    }

    private mutating func measure(_ load: RandomFrames.Load) {
        let frames = random.series(load, columns: session.columns, rows: session.rows)
        session.present(frames[0])
        while session.wantsOutput {
            wait()
            session.flushOutput()
        }
        let before = session.counts
        let start = Self.now()
        for frame in frames.dropFirst() {
            session.present(frame)
            while session.wantsOutput {
                wait()
                session.flushOutput()
            }
        }
        let time = (Self.now() - start).nanoseconds / 1000 / Int64(frames.count - 1)
        let counts = session.counts
        lines.append(
            "measured \(load): frames=\(counts.frames - before.frames) "
                + "writes=\(counts.writes - before.writes) "
                + "bytes=\((counts.bytes - before.bytes) / (frames.count - 1)) us=\(time)")
    }

    private mutating func draw() {
        if showsRandom { return }
        var styles: [Role: Style] = [.text: Style()]
        styles[.warning] = Style(foreground: Color(rgb: 0xff8800))
        styles[.selection] = Style(background: Color(rgb: 0x203040), attributes: .bold)
        let theme = Theme(name: "probe", summary: "", styles: styles)
        var canvas = Canvas(width: session.columns, height: session.rows, theme: theme)
        canvas.draw("probe \(session.columns)x\(session.rows)", column: 0, row: 0)
        canvas.draw("\(session.colorLevel)", column: 20, row: 0, role: .warning)
        canvas.draw(session.isASCII ? "ascii" : "utf8", column: 31, row: 0, role: .selection)
        for (row, line) in lines.suffix(max(0, session.rows - 3)).enumerated() {
            canvas.draw(line, column: 0, row: row + 1)
        }
        for (row, note) in session.notes.enumerated() {
            canvas.draw(note, column: 0, row: session.rows - 1 - row)
        }
        session.present(canvas.frame)
    }
}
