package import Fleet

/// Turns a snapshot into bytes of one format. Each call writes whole lines.
package protocol SnapshotWriter: Sendable {
    /// What a new file of this format begins with; empty for most.
    var header: [UInt8] { get }

    /// Appends the snapshot as it is at `now` and returns how many records that were.
    mutating func write(_ snapshot: FleetSnapshot, at now: Instant, to bytes: inout [UInt8]) -> Int
}

extension SnapshotWriter {
    package var header: [UInt8] { [] }
}

/// The version of the fields' names and meaning: the `schema` of every line.
package let logSchema = 1
