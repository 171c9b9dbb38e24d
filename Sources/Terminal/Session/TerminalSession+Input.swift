import CTerminal
package import Dashboard
package import Fleet
import Glibc

extension TerminalSession {
    /// A lone ESC is the key after this long without another byte.
    package static let escapeDelay = Duration.milliseconds(25)
    /// Other unfinished input is given up after this long: a slow link may cut a sequence.
    package static let sequenceDelay = Duration.milliseconds(250)
    /// A paste without an end is taken as it is after this long.
    package static let pasteDelay = Duration.seconds(2)

    /// Everything a person did since the last call; nothing if nothing. Reads no more than 64 kB, so that
    /// the rest is found at the next poll. Ctrl-C and Ctrl-Z are keys: `.control("c")`, `.control("z")`.
    package func readEvents(now: MonotonicTime) -> [InputEvent] {
        var events: [InputEvent] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<16 where isReadable() {
            let count = read(inputDescriptor, &buffer, buffer.count)
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count > 0 else {
                isHungUp = true
                break
            }
            lastInput = now
            events += decoder.feed(buffer[..<count])
        }
        if let deadline = inputDeadline, deadline <= now { events += decoder.expire() }
        return events
    }

    /// When to call ``readEvents(now:)`` even if nothing arrives; `nil` if nothing is unfinished.
    package var inputDeadline: MonotonicTime? {
        guard let lastInput else { return nil }
        switch decoder.wait {
        case .nothing: return nil
        case .escape: return lastInput + Self.escapeDelay
        case .sequence: return lastInput + Self.sequenceDelay
        case .paste: return lastInput + Self.pasteDelay
        }
    }

    /// Whether the terminal is gone, as the kernel says now. It hangs a terminal up before it sends SIGHUP
    /// for that; a SIGHUP while the terminal is there was sent by someone.
    package var isTerminalGone: Bool {
        if isHungUp { return true }
        var poll = pollfd(fd: inputDescriptor, events: 0, revents: 0)
        _ = Glibc.poll(&poll, 1, 0)
        return poll.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
    }

    /// The signals since the last call, each once.
    package func readSignals() -> [TerminalSignal] {
        var signals = heldSignals
        heldSignals = []
        for signal in TerminalSignal.drain() where !signals.contains(signal) {
            signals.append(signal)
        }
        return signals
    }

    private func isReadable() -> Bool {
        var poll = pollfd(fd: inputDescriptor, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) > 0
    }
}
