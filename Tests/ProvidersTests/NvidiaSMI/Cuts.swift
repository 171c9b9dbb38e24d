/// Where to break a file off: at every byte of a small one; at every line end and a thousand places that
/// are the same each time of a larger one.
enum Cuts {
    static func of(_ bytes: [UInt8]) -> [Int] {
        if bytes.count <= 16_384 { return Array(0..<bytes.count) }
        var random = Seeded(state: UInt64(bytes.count))
        let lines = bytes.indices.filter { bytes[$0] == 0x0a }
        return lines + (0..<1000).map { _ in Int.random(in: 0..<bytes.count, using: &random) }
    }

    /// SplitMix64.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }
}
