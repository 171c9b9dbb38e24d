import CTerminal
package import Dashboard
import Fleet
import Glibc

/// The terminal while hybridtop has it: alternate screen, keys and mouse, frames out.
///
/// For exactly one thread: the screen actor's. It has no thread itself and nothing in it waits; whoever
/// owns it polls ``inputDescriptor`` and ``signalDescriptor`` for reading, ``outputDescriptor`` for
/// writing while ``wantsOutput``, and calls ``readEvents(now:)`` again at ``inputDeadline``.
/// ``TerminalStart/prepare()`` comes first in `main`. One at a time in a process.
package final class TerminalSession {
    /// How many colours it shows.
    package let colorLevel: ColorLevel
    /// Whether it shows only ASCII.
    package let isASCII: Bool
    /// What a person should know about the set-up: that another description stands in, for instance.
    package let notes: [String]
    /// Columns; at least 1.
    package private(set) var columns: Int
    /// Rows; at least 1.
    package private(set) var rows: Int
    /// Whether the terminal is gone: its window was closed or the connection lost.
    package internal(set) var isHungUp = false
    /// What was written so far.
    package private(set) var counts = TerminalCounts()

    /// Poll this for reading, then call ``readEvents(now:)``.
    package let inputDescriptor: Int32 = STDIN_FILENO
    /// Poll this for reading, then call ``readSignals()``.
    package let signalDescriptor: Int32
    /// Poll this for writing while ``wantsOutput``, then call ``flushOutput()``.
    package var outputDescriptor: Int32 { output.descriptor }
    /// Whether a slow terminal has yet to take the rest of a frame.
    package var wantsOutput: Bool { output.isPending }

    var decoder: InputDecoder
    var lastInput: MonotonicTime?
    var heldSignals: [TerminalSignal] = []
    private var presenter: Presenter
    private var output: TerminalOutput
    private let screen: CursesScreen
    private let mode: TerminalMode
    private let modesOn: [UInt8]
    private let modesOff: [UInt8]
    private let reset: [UInt8]
    private(set) var hasScreen = false
    private var waiting: Frame?

    /// Takes the terminal on standard input and output and clears its alternate screen. If it throws, the
    /// terminal is as it was.
    package init(_ options: TerminalOptions) throws(TerminalError) {
        if isatty(STDIN_FILENO) == 0 { throw .notATerminal(stream: "input") }
        if isatty(STDOUT_FILENO) == 0 { throw .notATerminal(stream: "output") }
        let entry = try TerminalEntry(environment: options.environment)
        colorLevel = min(
            options.colorLevel ?? .truecolor, TerminalTraits.colorLevel(of: entry, options))
        isASCII = options.isASCII ?? TerminalTraits.isASCII(environment: options.environment)
        notes = entry.note.map { [$0] } ?? []
        (columns, rows) = Self.currentSize()
        mode = try TerminalMode(descriptor: STDIN_FILENO)
        signalDescriptor = cterminal_signals_install()
        if signalDescriptor < 0 { throw .system(call: "pipe2", code: errno) }
        decoder = InputDecoder(keys: entry.keys)
        presenter = Presenter(columns: columns, rows: rows)
        screen = try CursesScreen(
            .init(
                type: entry.type, columns: columns, rows: rows, level: colorLevel,
                isDirect: entry.isDirect, isASCII: isASCII))
        (modesOn, modesOff) = Self.modes(entry, options)
        reset = [0x18] + modesOff + entry.reset
        output = TerminalOutput(standard: STDOUT_FILENO)
        enter()
    }

    // MARK: Frames

    /// Shows a frame: only what changed since the one before, in one write. While the terminal has not
    /// taken the frame before, this one waits (``PresentOutcome/busy``) and a newer one takes its place.
    @discardableResult
    package func present(_ frame: Frame) -> PresentOutcome {
        guard hasScreen, !output.isClosed else { return .closed }
        if output.isPending {
            waiting = frame
            return .busy
        }
        guard let cells = presenter.present(frame, on: screen) else { return .unchanged }
        let before = output.bytes
        send(framed(screen.update()))
        counts.frames += 1
        counts.cells += cells
        return output.isPending ? .partial : .written(bytes: output.bytes - before)
    }

    /// A big change in the marks of synchronised output (private mode 2026): a terminal reads it in
    /// pieces of some kilobytes, and one that knows the mode shows it only when it is whole.
    private func framed(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > 4096, !modesOn.isEmpty else { return bytes }
        return Array("\u{1b}[?2026h".utf8) + bytes + Array("\u{1b}[?2026l".utf8)
    }

    /// Sends what a slow terminal had not taken, and then the frame that waits for that, if any.
    package func flushOutput() {
        send([])
        guard !output.isPending, let frame = waiting else { return }
        waiting = nil
        present(frame)
    }

    func send(_ bytes: [UInt8]) {
        output.send(bytes)
        counts.writes = output.writes
        counts.bytes = output.bytes
        if output.isClosed { isHungUp = true }
    }

    // MARK: Size

    /// Takes the terminal's size; whether it is another. After ``TerminalSignal/resized``; then draw.
    package func resize() -> Bool {
        let (columns, rows) = Self.currentSize()
        if columns == self.columns && rows == self.rows { return false }
        (self.columns, self.rows) = (columns, rows)
        screen.resize(columns: columns, rows: rows)
        presenter.resize(columns: columns, rows: rows)
        return true
    }

    /// A terminal that does not tell (0 by 0) is taken for 80 by 24.
    private static func currentSize() -> (columns: Int, rows: Int) {
        var rows: Int32 = 0
        var columns: Int32 = 0
        _ = cterminal_get_size(STDOUT_FILENO, &rows, &columns)
        return rows > 0 && columns > 0 ? (Int(columns), Int(rows)) : (80, 24)
    }

    // MARK: Having the terminal and not

    /// Takes the terminal, at first and again after ``leave()``, or after a stop by someone else, when
    /// its settings are a shell's. The next frame is drawn whole.
    package func enter() {
        hasScreen = true
        withUnsafePointer(to: mode.saved) { saved in
            _ = cterminal_crash_arm(output.descriptor, reset, reset.count, saved)
        }
        mode.enterFullScreen()
        _ = resize()
        presenter.forget()
        waiting = nil
        output.cancel()
        send(screen.begin() + modesOn)
    }

    /// Hands the terminal back as it was, for a child that needs it; ``enter()`` takes it again.
    package func leave() {
        guard hasScreen else { return }
        hasScreen = false
        output.finish(modesOff + screen.end() + reset)
        mode.leaveFullScreen(dropInput: !modesOff.isEmpty)
        cterminal_crash_disarm()
    }

    /// Stops the process as Ctrl-Z does elsewhere, and comes back when it continues; then draw. Where
    /// there is no shell to come back from, it comes back at once.
    package func suspend() {
        leave()
        cterminal_stop()
        heldSignals += TerminalSignal.drain().filter { $0 != .continued && $0 != .stop }
        enter()
    }

    /// Hands the terminal back for good. May be called more than once, and is in part done by itself at
    /// exit(3) and in a crash.
    /// `fromChild` is for a child that had the terminal and was ended: it may have left its own settings.
    package func restore(fromChild: Bool = false) {
        if fromChild, !hasScreen {
            output.finish(modesOff)
            mode.leaveFullScreen(dropInput: false)
        }
        leave()
        cterminal_signals_remove()
    }

    /// Bracketed paste and mouse reports: presses, drags, SGR. Written by hand: curses' own
    /// mouse does not decode SGR reports under tmux.
    private static func modes(_ entry: TerminalEntry, _ options: TerminalOptions) -> (
        [UInt8], [UInt8]
    ) {
        guard entry.hasMouse else { return ([], []) }
        let mouse = options.hasMouse ? [1000, 1002, 1006] : []
        let numbers = [2004] + mouse
        let on = numbers.map { "\u{1b}[?\($0)h" }.joined()
        let off = ([2026] + numbers.reversed()).map { "\u{1b}[?\($0)l" }.joined()
        return (Array(on.utf8), Array(off.utf8))
    }
}
