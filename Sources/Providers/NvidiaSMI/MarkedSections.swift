import Fleet

/// The output of a script that marks its parts: a line with the mark, the part's name and perhaps a
/// value. The mark is random, so that nothing that a process or a log line says can pass for one.
struct MarkedSections: Sendable {
    /// A part: what stands on its mark's line behind the name, and the lines below.
    struct Section: Sendable {
        var value: String
        var lines: ArraySlice<UInt8>
    }

    private var sections: [String: Section] = [:]

    /// Nothing.
    init() {}

    /// Cuts the output up.
    init(_ output: [UInt8], mark: String) {
        let mark = Array(mark.utf8)
        var open: (name: String, value: String, start: Int)?
        var line = 0
        while line <= output.count {
            let end = output[line...].firstIndex(of: 0x0a) ?? output.count
            if output[line..<end].starts(with: mark) {
                if let open { sections[open.name] = Section(open, output, line) }
                let words = String(decoding: output[(line + mark.count)..<end], as: UTF8.self)
                    .split(separator: " ", maxSplits: 1)
                let start = min(end + 1, output.count)
                open = (
                    words.first.map(String.init) ?? "", words.count > 1 ? String(words[1]) : "",
                    start
                )
            }
            line = end + 1
        }
        if let open { sections[open.name] = Section(open, output, output.count) }
    }

    /// Takes over the parts of another output.
    mutating func merge(_ other: MarkedSections) {
        sections.merge(other.sections) { _, new in new }
    }

    /// The part of a name; `nil` where the script did not come that far.
    subscript(name: String) -> Section? { sections[name] }

    /// The part's text, cleaned of blanks at its ends; `nil` where there is none.
    func text(_ name: String, limit: Int = 200) -> String? {
        guard let section = sections[name] else { return nil }
        let cleaned = section.lines.withUnsafeBytes {
            CleanText.clean(CellText.trimmed($0), limit: limit)
        }
        return cleaned.isEmpty ? nil : cleaned
    }

    /// The part's lines as text, blank ones left out.
    func lines(_ name: String, limit: Int = 1024) -> [Substring] {
        guard let section = sections[name] else { return [] }
        return String(decoding: section.lines, as: UTF8.self)
            .split(whereSeparator: \.isNewline).prefix(limit)
            .filter { !$0.allSatisfy(\.isWhitespace) }
    }
}

extension MarkedSections.Section {
    fileprivate init(
        _ open: (name: String, value: String, start: Int), _ output: [UInt8], _ end: Int
    ) {
        value = open.value
        lines = output[min(open.start, end)..<end]
    }
}
