/// Weights that stand for shares.
enum PercentWeights {
    /// Whole percents, because people read them, that sum to 100: what is left over by rounding down
    /// goes where it is missed most. Who is to get a little gets at least one.
    static func of(_ shares: [Double]) -> [Int] {
        let exact = shares.map { $0 * 100 }
        var weights = exact.map { $0 > 0 && $0 < 1 ? 1 : Int($0 + 1e-9) }
        let order = shares.indices.sorted {
            exact[$0] - Double(weights[$0]) > exact[$1] - Double(weights[$1])
        }
        for index in order where weights.reduce(0, +) < 100 { weights[index] += 1 }
        return weights
    }
}
