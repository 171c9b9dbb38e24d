import Fleet

/// When a log file is put aside and a new one begun, and what becomes of the old.
package struct RotationPolicy: Sendable, Hashable {
    /// A file that would grow beyond this many bytes is put aside first; `nil`: never for its size.
    package var maximumBytes: Int?
    /// Files are put aside at every multiple of this since the epoch (`1d`: at midnight UTC), so that
    /// a restart does not shift them; `nil`: never for their age.
    package var period: Duration?
    /// How many files that were put aside are kept; older ones are deleted. 0 keeps all.
    package var keep: Int
    /// Whether files that were put aside are compressed.
    package var compresses: Bool
    /// How many bytes wait for room when the disk is full, before the oldest lines are given up.
    package var pendingLimit: Int

    /// A policy; without limits nothing is ever put aside.
    package init(
        maximumBytes: Int? = nil, period: Duration? = nil, keep: Int = 7, compresses: Bool = true,
        pendingLimit: Int = 8 << 20
    ) {
        self.maximumBytes = maximumBytes
        self.period = period
        self.keep = keep
        self.compresses = compresses
        self.pendingLimit = pendingLimit
    }

    /// Whether anything is ever put aside.
    var rotates: Bool { maximumBytes != nil || period != nil }

    /// Whether a line of the second moment belongs into another file than one of the first.
    func separates(_ earlier: WallTime, _ later: WallTime) -> Bool {
        guard let length = period?.nanoseconds, length > 0 else { return false }
        return earlier.nanoseconds / length != later.nanoseconds / length
    }
}
