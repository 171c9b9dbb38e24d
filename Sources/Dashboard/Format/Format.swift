import Fleet

/// Numbers as a person reads them on the screen: short, aligned, the unit once. Nothing here asks a
/// locale: digits are grouped with commas and the point is a point.
package enum Format {
    /// What stands for a value that is missing. What does not apply is blank instead.
    package static let absent = "—"

    /// A ratio as whole per cent: `84%`. Above 999 % it is `>999%`.
    package static func percent(_ ratio: Double) -> String {
        guard ratio.isFinite else { return absent }
        let value = (ratio * 100).rounded()
        return value > 999 ? ">999%" : "\(Int(max(-999, value)))%"
    }

    /// A small ratio as per cent with two digits: `0.31` for an error share of 0.0031.
    package static func finePercent(_ ratio: Double) -> String {
        ratio.isFinite ? fixed(ratio * 100, ratio * 100 >= 9.995 ? 1 : 2) : absent
    }

    /// Bytes in powers of 1024 with three digits: `512B`, `1.5K`, `71.2G`, `640G`, `1.2T`.
    package static func bytes(_ value: Double) -> String {
        guard value.isFinite else { return absent }
        return scaled(value, by: 1024, units: ["B", "K", "M", "G", "T", "P", "E"])
    }

    /// Bytes a second: ``bytes(_:)`` with `/s`.
    package static func byteRate(_ value: Double) -> String { bytes(value) + "/s" }

    /// A number in powers of 1000 with three digits: `905`, `4.1k`, `412k`, `1.2M`.
    package static func compact(_ value: Double) -> String {
        guard value.isFinite else { return absent }
        return scaled(value, by: 1000, units: ["", "k", "M", "G", "T", "P", "E"])
    }

    /// Events a second, as exact as its size allows: `0.31`, `41.2`, `4,120`.
    package static func rate(_ value: Double) -> String {
        guard value.isFinite else { return absent }
        let size = abs(value)
        if size == 0 { return "0" }
        if size < 0.995 { return fixed(value, 2) }
        return size < 99.95 ? fixed(value, 1) : count(value)
    }

    /// A whole number with its digits grouped: `4,120`.
    package static func count(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 9e15 else { return absent }
        let digits = String(Int64(abs(value).rounded()))
        var result = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return value < -0.5 ? "-" + result : result
    }

    /// A number with so many digits after the point.
    package static func fixed(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite, abs(value) < 9e12 else { return absent }
        var power = 1.0
        for _ in 0..<digits { power *= 10 }
        let scaled = Int64((abs(value) * power).rounded())
        let whole = scaled / Int64(power)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(whole)" }
        let rest = String(scaled % Int64(power))
        let zeros = String(repeating: "0", count: digits - rest.count)
        return "\(sign)\(whole).\(zeros)\(rest)"
    }

    /// Seconds as milliseconds without a unit, for columns headed `ms`: `388`, `12.4`.
    package static func milliseconds(_ seconds: Double) -> String {
        let value = seconds * 1000
        return abs(value) < 9.95 && value != 0 ? fixed(value, 1) : count(value)
    }

    /// An age or a duration in at most six columns: `0.4s`, `37s`, `4m`, `3h12m`, `5d`.
    package static func age(_ duration: Duration) -> String {
        let seconds = max(0, duration.inSeconds)
        if seconds < 0.95 { return seconds < 0.05 ? "0s" : fixed(seconds, 1) + "s" }
        let whole = Int64(min(seconds.rounded(), 9e9))
        if whole < 100 { return "\(whole)s" }
        let minutes = whole / 60
        if minutes < 60 { return "\(minutes)m" }
        let hours = minutes / 60
        if hours < 10 { return minutes % 60 == 0 ? "\(hours)h" : "\(hours)h\(minutes % 60)m" }
        return hours < 48 ? "\(hours)h" : "\(hours / 24)d"
    }

    /// An age in whole seconds: what is repainted each second need not show tenths.
    package static func wholeAge(_ duration: Duration) -> String {
        duration < .seconds(1) ? "0s" : age(duration)
    }

    /// How long something took: `0.4 ms`, `38 ms`, `1.2 s`, then as ``age(_:)``.
    package static func took(_ duration: Duration) -> String {
        let seconds = max(0, duration.inSeconds)
        if seconds < 0.9995 { return milliseconds(seconds) + "ms" }
        return seconds < 9.95 ? fixed(seconds, 1) + "s" : age(duration)
    }

    private static func scaled(_ value: Double, by base: Double, units: [String]) -> String {
        var size = abs(value)
        var unit = 0
        while size >= base - 0.5, unit < units.count - 1 {
            size /= base
            unit += 1
        }
        let digits = unit == 0 || size >= 99.95 ? 0 : 1
        return (value < 0 ? "-" : "") + fixed(size, digits) + units[unit]
    }
}
