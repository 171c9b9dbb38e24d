import Fleet

extension Double {
    /// Whether a server can have meant the number: nothing that endpoints tell is negative beyond
    /// rounding, or comes near 10^15.
    var isPlausible: Bool { self >= -1e-9 && self <= 1e15 }
}

extension Reading<Double> {
    /// The reading if it can be right for the metric, else an absence. A share may be over or under by
    /// what rounding explains, and is put at its end then; one far above 1 is a percentage where a
    /// fraction belongs, or wrong: it is not guessed which.
    func plausible(_ metric: EndpointMetric) -> Reading<Double> {
        guard let value else { return self }
        guard value.isPlausible, metric.unit != .ratio || value <= 1.01 else {
            return .absent(.outOfRange)
        }
        return .value(metric.unit == .ratio ? min(1, max(0, value)) : max(0, value))
    }
}
