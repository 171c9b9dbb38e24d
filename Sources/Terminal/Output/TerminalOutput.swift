import CTerminal
import Glibc

/// The way out to the terminal: one write a frame, and never a wait.
struct TerminalOutput {
    /// What is polled for writing while ``isPending``.
    let descriptor: Int32
    /// Whether a slow terminal has not taken everything yet.
    var isPending: Bool { !rest.isEmpty }
    /// Calls of write(2) that took something, and what they took.
    private(set) var writes = 0
    private(set) var bytes = 0
    /// Whether the terminal is gone.
    private(set) var isClosed = false
    private var rest: ArraySlice<UInt8> = []

    /// A descriptor of our own for the terminal on `standard`, so that "does not block" is not also
    /// set for the shell. Where the terminal has no name here (some containers), the given one.
    init(standard: Int32) {
        let own = cterminal_reopen(standard)
        descriptor = own >= 0 ? own : standard
    }

    /// Sends bytes; what the terminal does not take at once waits for ``flush()``.
    mutating func send(_ bytes: [UInt8]) {
        guard !isClosed else { return }
        if rest.isEmpty { rest = bytes[...] } else { rest += bytes }
        flush()
    }

    /// Sends what waits, as far as the terminal takes it.
    mutating func flush() {
        while !rest.isEmpty, isReady(0) {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                writes += 1
                bytes += count
                rest = rest.dropFirst(count)
            } else if count < 0, errno != EAGAIN, errno != EINTR {
                isClosed = true
                rest = []
            }
        }
    }

    /// Drops what waits: a sequence that was cut is cancelled (CAN), everything will be drawn anew.
    mutating func cancel() {
        if isPending { rest = [0x18] }
    }

    /// The last words before the terminal is handed back: what waits is dropped (a sequence that was cut
    /// is cancelled first), and a slow terminal gets `milliseconds`.
    mutating func finish(_ last: [UInt8], milliseconds: Int32 = 500) {
        cancel()
        rest += last
        flush()
        var tries = 8
        while isPending, tries > 0, isReady(milliseconds / 8) || tries > 1 {
            flush()
            tries -= 1
        }
        rest = []
    }

    private func isReady(_ milliseconds: Int32) -> Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return Glibc.poll(&poll, 1, milliseconds) > 0
    }
}
