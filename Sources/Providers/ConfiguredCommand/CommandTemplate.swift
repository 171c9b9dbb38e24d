import Fleet

/// The words of a command with names in braces that values are put in for. No shell ever sees them: each
/// word stays one argument, whatever is put into it.
struct CommandTemplate: Sendable, Hashable {
    /// What can be put in.
    enum Placeholder: String, Sendable, Hashable, CaseIterable {
        /// The target; the value that is wanted, as the observing command prints it; the share in percent;
        /// the kind of action; why, in the operator's words; the action's id.
        case target, value, share, kind, reason, id
    }

    private enum Piece: Sendable, Hashable {
        case text(String)
        case place(Placeholder)
    }

    private let words: [[Piece]]

    /// Why words are no template.
    struct Problem: Error, Hashable {
        var message: String
    }

    init(_ words: [String]) throws(Problem) {
        guard let first = words.first, !first.isEmpty, !first.hasPrefix("-") else {
            throw Problem(message: "expected a command and its words")
        }
        guard !first.contains("{") else {
            throw Problem(message: "what is run is fixed: `\(CleanText.clean(first, limit: 60))`")
        }
        var parsed: [[Piece]] = []
        for word in words {
            guard word.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f }) else {
                throw Problem(
                    message: "`\(CleanText.clean(word, limit: 60))` holds a control character")
            }
            parsed.append(try Self.pieces(word))
        }
        self.words = parsed
    }

    /// Only a word of lower-case letters in braces is a name: JSON stays what it is.
    private static func pieces(_ word: String) throws(Problem) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(word)
        while let match = rest.firstMatch(of: /\{([a-z]+)\}/) {
            guard let place = Placeholder(rawValue: String(match.1)) else {
                let known = Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
                throw Problem(message: "`{\(match.1)}` is nothing to put in; there are \(known)")
            }
            let before = rest[..<match.range.lowerBound]
            if !before.isEmpty { pieces.append(.text(String(before))) }
            pieces.append(.place(place))
            rest = rest[match.range.upperBound...]
        }
        if !rest.isEmpty || pieces.isEmpty { pieces.append(.text(String(rest))) }
        return pieces
    }

    /// What is run.
    var executable: String { if case .text(let text) = words[0][0] { text } else { "" } }

    /// Whether something is put in for a name.
    func names(_ place: Placeholder) -> Bool { words.contains { $0.contains(.place(place)) } }

    /// The words with values put in. Refused where a value would make a word an option that none was.
    func filled(_ values: [Placeholder: String]) throws(ActionRefusal) -> [String] {
        var result: [String] = []
        for word in words {
            var text = ""
            for piece in word {
                switch piece {
                case .text(let fixed): text += fixed
                case .place(let place): text += values[place] ?? ""
                }
            }
            if case .place(let place) = word[0], text.hasPrefix("-") {
                throw ActionRefusal(
                    "`\(CleanText.clean(text, limit: 60))` would be taken for an option where "
                        + "{\(place.rawValue)} stands.")
            }
            result.append(text)
        }
        return result
    }

    /// Whether words may have been made from it.
    func fits(_ filled: [String]) -> Bool {
        filled.count == words.count
            && zip(words, filled).allSatisfy { pieces, word in Self.fits(pieces[...], word[...]) }
    }

    private static func fits(_ pieces: ArraySlice<Piece>, _ word: Substring) -> Bool {
        guard let first = pieces.first else { return word.isEmpty }
        switch first {
        case .text(let fixed):
            return word.hasPrefix(fixed) && fits(pieces.dropFirst(), word.dropFirst(fixed.count))
        case .place:
            if pieces.count == 1 { return true }
            return word.indices.contains { fits(pieces.dropFirst(), word[$0...]) }
        }
    }
}
