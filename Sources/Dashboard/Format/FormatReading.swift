package import Fleet

extension Format {
    /// A reading in its unit, as short as a cell: `84%`, `71.2G`, `61°`, `434W`, `388ms`; `—` if absent.
    package static func reading(_ reading: Reading<Double>, _ unit: Unit) -> String {
        switch reading {
        case .value(let value): Format.value(value, unit)
        case .absent: absent
        }
    }

    /// A number in its unit, as short as a cell.
    package static func value(_ value: Double, _ unit: Unit) -> String {
        switch unit {
        case .ratio: percent(value)
        case .bytes: bytes(value)
        case .bytesPerSecond: byteRate(value)
        case .celsius: "\(count(value))°"
        case .watts: value >= 99_950 ? "\(compact(value))W" : "\(count(value))W"
        case .joules: "\(compact(value))J"
        case .hertz: "\(count(value / 1e6))MHz"
        case .seconds: seconds(value)
        case .count, .ordinal: count(value)
        case .perSecond: rate(value)
        case .flag: value == 0 ? "off" : "on"
        case .bits: throttle(ThrottleReasons(rawValue: Int(exactly: value) ?? 0))
        }
    }

    /// Seconds of a latency or a span: `12ms`, `1.2s`, `4m`.
    package static func seconds(_ value: Double) -> String {
        guard value.isFinite else { return absent }
        let sign = value < 0 ? "-" : ""
        return sign + took(.nanoseconds(Int64(min(abs(value), 9e9) * 1e9)))
    }

    /// Throttle reasons as words, worst first; blank for none that matters.
    package static func throttle(_ reasons: ThrottleReasons) -> String {
        var words: [String] = []
        if reasons.contains(.hardwareThermal) { words.append("hw thermal") }
        if reasons.contains(.powerBrake) { words.append("power brake") }
        if words.isEmpty, reasons.contains(.hardwareSlowdown) { words.append("hw slowdown") }
        if reasons.contains(.softwareThermal) { words.append("thermal") }
        if reasons.contains(.powerCap) { words.append("power cap") }
        if reasons.contains(.syncBoost) { words.append("sync boost") }
        return words.joined(separator: ", ")
    }

    /// Why there is no value, in a few letters for where there is room beside the dash.
    package static func reason(_ absence: Absence) -> String {
        switch absence.detail {
        case .none: plain(absence.kind)
        case .migEnabled: "MIG"
        case .firstScrape: "1st scrape"
        case .noRequests: "no requests"
        case .gpuLost: "GPU lost"
        case .requiresReset: "needs reset"
        case .insufficientPermissions: "no permission"
        case .noDatapoint: "no datapoint"
        case .unifiedMemory: "unified memory"
        case .aboveHighestBucket: "above buckets"
        default: absence.detail.word.split(separator: "_").joined(separator: " ")
        }
    }

    private static func plain(_ kind: Absence.Kind) -> String {
        switch kind {
        case .unsupported: "not supported"
        case .denied: "denied"
        case .lost: "lost"
        case .stale: "too old"
        case .notReported: "not reported"
        case .malformed: "unreadable"
        }
    }

    /// `14:02:11` of a calendar moment, `offset` seconds east of UTC.
    package static func clock(_ time: WallTime, offset: Int = 0) -> String {
        let (whole, _) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let local = whole &+ Int64(offset)
        let second = ((local % 86_400) + 86_400) % 86_400
        return [second / 3600, second / 60 % 60, second % 60]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    /// The same, and of another day than now's the date before it: `21 Nov 14:02`.
    package static func moment(_ time: WallTime, now: WallTime, offset: Int = 0) -> String {
        let local = CalendarTime(time + .seconds(Int64(offset)))
        let today = CalendarTime(now + .seconds(Int64(offset)))
        let isToday =
            (local.year, local.month, local.day) == (today.year, today.month, today.day)
        if isToday { return clock(time, offset: offset) }
        let year = local.year == today.year ? "" : " \(local.year)"
        return
            "\(local.day) \(months[local.month - 1])\(year) \(clock(time, offset: offset).prefix(5))"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `3 nodes`, `1 node`.
    package static func counted(_ number: Int, _ noun: String) -> String {
        "\(count(Double(number))) \(noun)\(number == 1 ? "" : "s")"
    }

    /// The text in at most `width` columns; what is longer ends in `…`.
    package static func cut(_ text: String, _ width: Int, isASCII: Bool = false) -> String {
        if text.utf8.count <= width { return text }
        if width <= 0 { return "" }
        if DisplayWidth.columns(of: text) <= width { return text }
        var result = ""
        var used = 0
        for character in text {
            let columns = DisplayWidth.columns(of: character)
            if used + columns > width - 1 { break }
            result.append(character)
            used += columns
        }
        return result + (isASCII ? "~" : "…")
    }

    /// The text with spaces before it up to `width` columns, or cut to that.
    package static func right(_ text: String, _ width: Int) -> String {
        let text = cut(text, width)
        return String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text))) + text
    }

    /// The same, cut in its middle: what it begins and what it ends with are kept.
    package static func cutMiddle(_ text: String, _ width: Int, isASCII: Bool = false) -> String {
        if DisplayWidth.columns(of: text) <= width { return text }
        var end = ""
        for character in text.reversed() {
            let longer = String(character) + end
            if DisplayWidth.columns(of: longer) > width / 2 { break }
            end = longer
        }
        return cut(text, width - DisplayWidth.columns(of: end), isASCII: isASCII) + end
    }

    /// The text with spaces after it up to `width` columns, or cut to that.
    package static func left(_ text: String, _ width: Int) -> String {
        let text = cut(text, width)
        return text + String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text)))
    }
}
