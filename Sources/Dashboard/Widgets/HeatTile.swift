/// What one GPU is in the heat map: a step of the ramp, or a state that is worse than any load. The
/// raw value orders them, so the worst of several is the greatest.
package struct HeatTile: RawRepresentable, Comparable, Hashable, Sendable {
    package let rawValue: UInt8

    /// From a raw value.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A reading as a share of its full scale, 0...1; at or beyond `limit` it is marked as near it.
    package init(ratio: Double, limit: Double = .infinity) {
        let ratio = ratio.isFinite ? min(1, max(0, ratio)) : 0
        let step = UInt8(min(7, Int(ratio * 8)))
        rawValue = ratio >= limit ? 8 + step : step
    }

    /// The source is live and does not tell this metric.
    package static let unknown = HeatTile(rawValue: 16)
    /// The source is not live.
    package static let stale = HeatTile(rawValue: 17)
    /// It is there and wants a reset.
    package static let failed = HeatTile(rawValue: 18)
    /// It was there, and is not.
    package static let lost = HeatTile(rawValue: 19)

    /// The step of the ramp, 0...7; `nil` for a state.
    package var step: Int? { rawValue < 16 ? Int(rawValue & 7) : nil }
    /// Whether it is near its limit.
    package var isNearLimit: Bool { (8..<16).contains(rawValue) }
    /// Whether it is broken.
    package var isBroken: Bool { self >= .failed }

    package static func < (left: HeatTile, right: HeatTile) -> Bool {
        left.rawValue < right.rawValue
    }

    /// Several in one: the worst state if any has one, else their mean step.
    package static func merged(_ tiles: some Collection<HeatTile>) -> HeatTile {
        guard let worst = tiles.max() else { return .unknown }
        if worst.step == nil { return worst }
        let sum = tiles.reduce(0) { $0 + Int($1.rawValue & 7) }
        let mean = UInt8((sum + tiles.count / 2) / tiles.count)
        return HeatTile(rawValue: worst.isNearLimit ? 8 + mean : mean)
    }

    /// Its glyph: height for load, so that it can be read without colour.
    package func glyph(isASCII: Bool) -> Unicode.Scalar {
        switch self {
        case .lost, .failed: isASCII ? "X" : "✖"
        case .stale: isASCII ? "?" : "◌"
        case .unknown: isASCII ? "-" : "·"
        default:
            isASCII ? Self.letters[Int(rawValue & 7)] : Self.blocks[Int(rawValue & 7)]
        }
    }

    /// Its colour.
    package var role: Role {
        switch self {
        case .lost, .failed: .critical
        case .stale: .warning
        case .unknown: .dim
        default: isNearLimit ? .warning : Role.ramp((Double(rawValue & 7) + 0.5) / 8)
        }
    }

    /// Never a full block: a hairline between rows keeps nodes apart.
    private static let blocks: [Unicode.Scalar] = ["▁", "▁", "▂", "▃", "▄", "▅", "▆", "▇"]
    private static let letters: [Unicode.Scalar] = ["0", "1", "2", "3", "4", "5", "6", "7"]
}
