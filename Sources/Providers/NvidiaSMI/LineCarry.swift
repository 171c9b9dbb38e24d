/// Cuts a stream of bytes into lines. What has no line end yet waits for the next piece, up to a cap:
/// a longer line is dropped as a whole.
struct LineCarry: Sendable {
    /// A line longer than this is not the driver's.
    static let limit = 64 << 10

    /// The beginning of a line whose end has not come yet.
    private(set) var pending: [UInt8] = []
    private var isSkipping = false

    /// Calls `body` with each line that ends in `bytes`, without its line end.
    mutating func lines(
        _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
    ) {
        var rest = bytes
        while let end = rest.firstIndex(of: 0x0a) {
            let line = UnsafeRawBufferPointer(rebasing: rest[..<end])
            rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
            if isSkipping {
                isSkipping = false
            } else if pending.isEmpty {
                body(line)
            } else {
                pending.append(contentsOf: line)
                pending.withUnsafeBytes(body)
                pending.removeAll(keepingCapacity: true)
            }
        }
        guard !isSkipping, !rest.isEmpty else { return }
        pending.append(contentsOf: rest)
        if pending.count > Self.limit {
            pending = []
            isSkipping = true
        }
    }
}
