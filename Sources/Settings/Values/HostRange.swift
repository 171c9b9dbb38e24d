/// Host lists as SLURM and pdsh write them: `gpu[01-64,70]`, `gpu-a[01-38],gpu-b07`,
/// `r[1-4]n[01-16]`. Numbers keep the width of the range's start.
package enum HostRange {
    /// More hosts than this in one entry are an error; so many are better asked through Prometheus.
    package static let limit = 4096

    /// Why a text is no host list.
    package struct Problem: Error, Hashable, Sendable {
        /// One sentence.
        package let message: String
    }

    /// Every host, in the order written.
    package static func expand(_ text: String) throws(Problem) -> [String] {
        var hosts: [String] = []
        for part in try split(text) {
            hosts += try expandOne(part)
            if hosts.count > limit { throw tooMany }
        }
        return hosts
    }

    private static var tooMany: Problem { Problem(message: "more than \(limit) hosts") }

    /// The parts between commas that are not inside brackets.
    private static func split(_ text: String) throws(Problem) -> [Substring] {
        var parts: [Substring] = []
        var depth = 0
        var start = text.startIndex
        for place in text.indices {
            switch text[place] {
            case "[": depth += 1
            case "]": depth -= 1
            case "," where depth == 0:
                parts.append(text[start..<place])
                start = text.index(after: place)
            default: break
            }
            if depth < 0 || depth > 1 { break }
        }
        guard depth == 0 else { throw Problem(message: "brackets do not match") }
        parts.append(text[start...])
        let trimmed = parts.map { $0.trimming(" ") }
        if trimmed.contains(where: \.isEmpty) { throw Problem(message: "an empty name") }
        return trimmed
    }

    private static func expandOne(_ part: Substring) throws(Problem) -> [String] {
        var names = [""]
        var rest = part
        while let open = rest.firstIndex(of: "[") {
            guard let close = rest[open...].firstIndex(of: "]") else { break }
            let inside = rest[rest.index(after: open)..<close]
            let head = rest[..<open]
            let middles =
                inside.contains(":") ? ["[\(inside)]"] : try numbers(inside)
            if names.count * middles.count > limit { throw tooMany }
            names = names.flatMap { name in middles.map { "\(name)\(head)\($0)" } }
            rest = rest[rest.index(after: close)...]
        }
        let all = names.map { "\($0)\(rest)" }
        for name in all { try check(name) }
        return all
    }

    /// `01-03,7` as `01`, `02`, `03`, `7`.
    private static func numbers(_ text: Substring) throws(Problem) -> [String] {
        var result: [String] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = piece.split(separator: "-", omittingEmptySubsequences: false)
            guard (1...2).contains(ends.count),
                ends.allSatisfy({ !$0.isEmpty && $0.count < 10 && $0.utf8.allSatisfy(isDigit) }),
                let first = Int(ends[0]), let last = Int(ends[ends.count - 1])
            else { throw Problem(message: "`[\(text)]` is not a range such as `[01-64,70]`") }
            guard first <= last else {
                throw Problem(message: "the range `\(piece)` runs backwards")
            }
            guard last - first < limit else { throw tooMany }
            for number in first...last {
                let digits = String(number)
                let padding = String(repeating: "0", count: max(0, ends[0].count - digits.count))
                result.append(padding + digits)
            }
        }
        return result
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func check(_ name: String) throws(Problem) {
        if name.hasPrefix("-") {
            throw Problem(message: "a host name cannot begin with `-`")
        }
        guard name.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f }) else {
            throw Problem(message: "a host name cannot hold spaces or control characters")
        }
    }
}

extension Substring {
    /// Without the given character at both ends.
    func trimming(_ character: Character) -> Substring {
        var rest = drop { $0 == character }
        while rest.last == character { rest.removeLast() }
        return rest
    }
}
