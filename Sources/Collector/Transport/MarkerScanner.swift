/// Finds the line that says where a remote command's output begins, in pieces of any size.
struct MarkerScanner: Sendable {
    private let marker: [UInt8]
    private var matched = 0
    private var isDone: Bool

    /// With an empty marker nothing is skipped.
    init(_ marker: [UInt8]) {
        self.marker = marker
        isDone = marker.isEmpty
    }

    /// How many of these bytes come before the output; `nil` where it has not begun with them.
    mutating func skip(_ bytes: UnsafeRawBufferPointer) -> Int? {
        if isDone { return 0 }
        for (place, byte) in bytes.enumerated() {
            // The marker's first byte occurs once in it, so that a mismatch needs no look back.
            if byte == marker[matched] {
                matched += 1
            } else {
                matched = byte == marker[0] ? 1 : 0
            }
            if matched == marker.count {
                isDone = true
                return place + 1
            }
        }
        return nil
    }
}
