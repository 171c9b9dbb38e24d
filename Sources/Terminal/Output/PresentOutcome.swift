/// What became of a frame.
package enum PresentOutcome: Equatable, Sendable {
    /// The screen shows it.
    case written(bytes: Int)
    /// The screen showed it already; nothing was written.
    case unchanged
    /// The terminal took a part; the rest follows as it can.
    case partial
    /// The terminal has not taken the frame before; this one follows unless a newer one comes.
    case busy
    /// The terminal is handed back or gone.
    case closed
}

/// What went to the terminal so far.
package struct TerminalCounts: Equatable, Sendable {
    /// Frames that changed something.
    package var frames = 0
    /// Cells that changed.
    package var cells = 0
    /// Calls of write(2) to the terminal, those of entering and leaving included.
    package var writes = 0
    /// Bytes written.
    package var bytes = 0
}
