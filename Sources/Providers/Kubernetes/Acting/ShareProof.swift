import Fleet

/// Whether requests land where the weights of a route say.
struct ShareProof: Sendable {
    /// By backend.
    var counts: [String: Double]
    var weights: [RouteObject.Backend]
    /// How long it has been counted.
    var waited: Duration

    /// Requests to count before a share is judged.
    private static let enough = 40
    /// How long too few requests are waited for.
    private static let patience = Duration.seconds(30)

    var proof: ActionProof {
        let all = counts.values.reduce(0, +)
        guard all >= Double(Self.enough) else {
            guard waited < Self.patience else {
                return .noDataPlane(
                    "\(Int(all)) requests in \(Int(Self.patience.inSeconds)) s are too few "
                        + "to see it by")
            }
            return .notYet("\(Int(all)) of \(Self.enough) requests counted")
        }
        let total = Double(max(weights.map { $0.weight ?? 1 }.reduce(0, +), 1))
        for backend in weights {
            let wanted = Double(backend.weight ?? 1) / total
            let seen = (counts[backend.name] ?? 0) / all
            // Three standard deviations of a fair draw, and a request for the round's start.
            let slack = 3 * (wanted * (1 - wanted) / all).squareRoot() + 1 / all
            guard abs(seen - wanted) <= slack else {
                return .notYet(
                    "\(backend.name) gets \(Self.percent(seen)) of \(Int(all)) requests, not "
                        + Self.percent(wanted))
            }
        }
        let parts = weights.map { "\($0.name) \(Self.percent((counts[$0.name] ?? 0) / all))" }
        return .shown("of \(Int(all)) requests: \(parts.joined(separator: ", "))")
    }

    private static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
