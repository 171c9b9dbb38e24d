/// Numbers with units, as a person types them. Always converted to the base unit of the field.
enum FilterQuantity {
    /// Reads `80%`, `600ms`, `40GiB`, `1k`... for a field. Where a bare number could mean several things
    /// it is an error that says what to write.
    static func read(_ text: String, of field: FilterNumber, word: String, offset: Int)
        throws(FilterError) -> (field: FilterNumber, value: Double)
    {
        let digits = text.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
        guard let number = Double(digits), number.isFinite else {
            let what = text.isEmpty ? "A number is missing" : "'\(text)' is not a number"
            throw FilterError(
                "\(what) to compare '\(word)' with, such as \(example(field)).", offset: offset,
                length: text.count)
        }
        let unit = String(text.dropFirst(digits.count))
        // `mem` is a share or bytes, as the unit says.
        if field == .memoryRatio, let scale = bytes[unit.lowercased()] {
            return (.accelerator(.memoryUsed), number * scale)
        }
        if let scale = scale(unit, field.unit) { return (field, number * scale) }
        let problem = unit.isEmpty ? "'\(word)' needs a unit" : "'\(unit)' is no unit of '\(word)'"
        throw FilterError(
            "\(problem): write \(example(field)).", offset: offset, length: max(1, text.count))
    }

    private static let bytes: [String: Double] = [
        "b": 1, "k": 1024, "kib": 1024, "kb": 1e3, "m": 1_048_576, "mib": 1_048_576, "mb": 1e6,
        "g": 1_073_741_824, "gib": 1_073_741_824, "gb": 1e9, "t": 1_099_511_627_776,
        "tib": 1_099_511_627_776, "tb": 1e12,
    ]
    private static let seconds: [String: Double] = [
        "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400,
    ]
    private static let plain: [String: Double] = ["": 1, "k": 1e3, "m": 1e6, "g": 1e9]

    /// What a number with the unit is to be multiplied by; `nil` for a unit that does not fit.
    private static func scale(_ unit: String, _ base: Unit) -> Double? {
        let unit = unit.lowercased()
        switch base {
        case .ratio: return unit.isEmpty || unit == "%" ? 0.01 : nil
        case .bytes: return bytes[unit]
        case .bytesPerSecond: return bytes[unit.hasSuffix("/s") ? String(unit.dropLast(2)) : unit]
        case .seconds: return seconds[unit]
        case .celsius: return ["", "c", "°c", "°"].contains(unit) ? 1 : nil
        case .watts: return ["": 1, "w": 1, "kw": 1e3][unit]
        case .joules: return ["": 1, "j": 1, "kj": 1e3, "mj": 1e6][unit]
        case .hertz: return ["mhz": 1e6, "ghz": 1e9, "hz": 1][unit]
        case .count, .perSecond, .ordinal, .flag, .bits:
            return plain[unit.hasSuffix("/s") ? String(unit.dropLast(2)) : unit]
        }
    }

    private static func example(_ field: FilterNumber) -> String {
        switch field.unit {
        case .ratio: field == .memoryRatio ? "80% or 40GiB" : "80%"
        case .bytes: "40GiB"
        case .bytesPerSecond: "1GiB/s"
        case .seconds: "600ms or 30s"
        case .celsius: "80"
        case .watts: "500"
        case .joules: "1kJ"
        case .hertz: "1500MHz"
        case .count, .perSecond, .ordinal, .flag, .bits: "10"
        }
    }
}
