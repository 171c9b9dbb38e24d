import Fleet

/// Pieces of SLURM's text formats.
enum SlurmText {
    /// The names of a host list: `gpu-a[01-03,7],login`. At most `limit`; what does not read as a list
    /// is left out.
    static func hosts(_ text: some StringProtocol, limit: Int = 65_536) -> [String] {
        var names: [String] = []
        for part in split(text) where names.count < limit {
            names += expand(part[...], limit: limit - names.count)
        }
        return names
    }

    private static func expand(_ part: Substring, limit: Int) -> [String] {
        guard let open = part.firstIndex(of: "[") else { return [String(part)] }
        guard let close = part[open...].firstIndex(of: "]") else { return [] }
        let rest = expand(part[part.index(after: close)...], limit: limit)
        var names: [String] = []
        for range in part[part.index(after: open)..<close].split(separator: ",") {
            let ends = range.split(separator: "-", omittingEmptySubsequences: false)
            guard let first = Int(ends[0]), let last = Int(ends[ends.count - 1]), ends.count < 3,
                first <= last, first >= 0
            else { return [] }
            for number in first...last {
                for tail in rest {
                    guard names.count < limit else { return names }
                    let digits = CalendarTime.padded(number, ends[0].count)
                    names.append(part[..<open] + digits + tail)
                }
            }
        }
        return names
    }

    /// The parts between the commas that stand in no bracket.
    static func split(_ text: some StringProtocol) -> [String] {
        var parts: [String] = []
        var part = ""
        var depth = 0
        for character in text {
            switch character {
            case "[", "(": depth += 1
            case "]", ")": depth -= 1
            default: break
            }
            if character == ",", depth == 0 {
                parts.append(part)
                part = ""
            } else {
                part.append(character)
            }
        }
        return (parts + [part]).filter { !$0.isEmpty }
    }

    /// How many GPUs a list of generic resources names: `gpu:h100:4(IDX:0-3),shard:8`.
    static func gpus(_ text: some StringProtocol) -> Int? {
        var count: Int?
        for item in split(text) {
            let parts = item.prefix { $0 != "(" }.split(separator: ":")
            // `gres:gpu:2` of squeue, `gres/gpu=2` of a TRES list.
            let words = parts.first == "gres" ? parts.dropFirst() : parts[...]
            guard words.first == "gpu" else { continue }
            guard words.count > 1 else {
                count = (count ?? 0) + 1
                continue
            }
            guard let last = words.last, let number = Int(last) else {
                // A type without a number is one of it.
                count = (count ?? 0) + 1
                continue
            }
            count = (count ?? 0) + max(0, min(number, 65_536))
        }
        return count
    }

    /// The GPUs by index in `gpu:h100:2(IDX:0-1,3)`; empty where it names none.
    static func indices(_ text: some StringProtocol) -> [Int] {
        var all: [Int] = []
        for item in split(text) where item.hasPrefix("gpu") {
            guard let start = item.firstRange(of: "(IDX:") else { continue }
            let list = item[start.upperBound...].prefix { $0 != ")" }
            for range in list.split(separator: ",") {
                let ends = range.split(separator: "-")
                guard let first = ends.first.flatMap({ Int($0) }),
                    let last = ends.last.flatMap({ Int($0) }), first <= last, last < 4096
                else { continue }
                all += first...last
            }
        }
        return all
    }

    /// A time as SLURM prints it in UTC: `2026-11-21T16:37:55`; `nil` for `Unknown` and `N/A`.
    static func time(_ text: some StringProtocol) -> WallTime? {
        let parts = text.split { "-T:".contains($0) }.map { Int($0) }
        let sure = parts.compactMap { $0 }
        guard parts.count == 6, sure.count == 6, (1970...2200).contains(sure[0]),
            (1...12).contains(sure[1]), (1...31).contains(sure[2]), (0...23).contains(sure[3]),
            (0...59).contains(sure[4]), (0...60).contains(sure[5])
        else { return nil }
        let days = CalendarTime.days(year: sure[0], month: sure[1], day: sure[2])
        let seconds = ((days * 24 + sure[3]) * 60 + sure[4]) * 60 + sure[5]
        return WallTime(seconds: Double(seconds))
    }

    /// A time for people: `2026-11-21 16:37 UTC`.
    static func written(_ time: WallTime) -> String {
        let parts = CalendarTime(time)
        let date = [parts.year, parts.month, parts.day].map { CalendarTime.padded($0) }
        return date.joined(separator: "-") + " " + CalendarTime.padded(parts.hour) + ":"
            + CalendarTime.padded(parts.minute) + " UTC"
    }
}
