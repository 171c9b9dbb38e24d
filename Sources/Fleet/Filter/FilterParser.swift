/// Reads a filter by recursive descent: or, and, not, term.
struct FilterParser {
    private let characters: [Character]
    private var place = 0
    /// A filter is typed by a person; more nesting than this is not.
    private var depth = 0

    init(_ text: String) { characters = Array(text.prefix(1024)) }

    mutating func parse() throws(FilterError) -> FilterExpression {
        skipBlanks()
        if peek == nil { return .all }
        let expression = try parseOr()
        skipBlanks()
        if let extra = peek {
            throw FilterError("'\(extra)' closes nothing that was opened.", offset: place)
        }
        return expression
    }

    private mutating func parseOr() throws(FilterError) -> FilterExpression {
        var left = try parseAnd()
        while take("|") { left = .or(left, try parseAnd()) }
        return left
    }

    private mutating func parseAnd() throws(FilterError) -> FilterExpression {
        var left = try parseNot()
        while true {
            let hadSign = take("&")
            skipBlanks()
            guard let next = peek, next != "|", next != ")" else {
                if hadSign {
                    throw FilterError(
                        "Something is missing after '&': a text or a comparison, such as util<10.",
                        offset: place, length: 0)
                }
                return left
            }
            left = .and(left, try parseNot())
        }
    }

    private mutating func parseNot() throws(FilterError) -> FilterExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth < 100 else {
            throw FilterError("Brackets are nested too deeply.", offset: place)
        }
        if take("!") { return .not(try parseNot()) }
        if take("(") {
            let opened = place - 1
            let inner = try parseOr()
            guard take(")") else {
                throw FilterError(
                    "This bracket is never closed: expected ')'.", offset: opened)
            }
            return inner
        }
        return try parseTerm()
    }

    private mutating func parseTerm() throws(FilterError) -> FilterExpression {
        skipBlanks()
        switch peek {
        case nil:
            throw FilterError(
                "Something is missing here: a text or a comparison, such as util<10.",
                offset: place, length: 0)
        case "/": return .matches(try parsePattern())
        case "\"": return .contains(try parseQuoted().lowercased())
        default: break
        }
        let start = place
        let word = takeWord()
        guard !word.isEmpty else {
            throw FilterError(
                "'\(characters[place])' is not expected here, but a text or a comparison.",
                offset: place)
        }
        guard let sign = takeSign() else {
            if let flag = FilterFlag(rawValue: word.lowercased()) { return .flag(flag) }
            return .contains(word.lowercased())
        }
        guard let field = FilterWord.field(word) else {
            throw FilterError(FilterWord.unknown(word), offset: start, length: word.count)
        }
        return try parseComparison(field, word, sign, at: start)
    }

    private mutating func parseComparison(
        _ field: FilterField, _ word: String, _ sign: String, at start: Int
    ) throws(FilterError) -> FilterExpression {
        skipBlanks()
        switch field {
        case .flag:
            let number = FilterWord.numbers.first { $0.name.hasPrefix(word.lowercased()) }
            let measured = number.map { " Measured it is \($0.example)." } ?? ""
            throw FilterError(
                "'\(word)' is yes or no: write \(word) or !\(word).\(measured)", offset: start,
                length: place - start)
        case .text, .label:
            return .text(field, try parseTextTest(sign, word, at: start))
        case .number(let number):
            guard let comparison = FilterComparison(rawValue: sign) else {
                throw FilterError(
                    "'\(word)' is a number: compare it with < <= = != >= >.", offset: start,
                    length: place - start)
            }
            let from = place
            let text = takeWord()
            let value = try FilterQuantity.read(text, of: number, word: word, offset: from)
            return .number(value.field, comparison, value.value)
        }
    }

    private mutating func parseTextTest(_ sign: String, _ word: String, at start: Int)
        throws(FilterError) -> FilterExpression.TextTest
    {
        let isPattern = peek == "/"
        let from = place
        let pattern: TextPattern
        if isPattern {
            pattern = try parsePattern()
        } else {
            let text = peek == "\"" ? try parseQuoted() : takeWord()
            guard !text.isEmpty else {
                throw FilterError(
                    "A text is missing after '\(sign)', such as \(word)\(sign)\(Self.example(word)).",
                    offset: from, length: 0)
            }
            pattern = sign == "~" ? try compile(text, at: from) : TextPattern(glob: text)
        }
        switch sign {
        case "=": return isPattern ? .found(pattern) : .equal(pattern)
        case "!=": return .different(pattern)
        case "~": return .found(pattern)
        default:
            throw FilterError(
                "'\(word)' is text: compare it with = != or ~.", offset: start,
                length: place - start)
        }
    }
}

extension FilterParser {
    /// What the help compares a field of text with.
    private static func example(_ word: String) -> String {
        let known = FilterWord.all.first { $0.name == word.lowercased() }?.example ?? ""
        let value = known.prefix { $0 != " " }.drop { !"=~".contains($0) }.dropFirst()
        return value.isEmpty ? "r1" : String(value)
    }
}

// MARK: Characters

extension FilterParser {
    private var peek: Character? { place < characters.count ? characters[place] : nil }

    private mutating func skipBlanks() {
        while let next = peek, next.isWhitespace { place += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        skipBlanks()
        guard peek == character else { return false }
        place += 1
        return true
    }

    /// Letters, digits and whatever else has no meaning of its own.
    private mutating func takeWord() -> String {
        let start = place
        while let next = peek, !next.isWhitespace, !"&|!()<>=~\"".contains(next) { place += 1 }
        return String(characters[start..<place])
    }

    private mutating func takeSign() -> String? {
        skipBlanks()
        for sign in ["<=", ">=", "!=", "<", ">", "=", "~"]
        where characters[place...].starts(with: sign) {
            // `name !stale` is two terms and not a comparison: `!=` needs both characters.
            place += sign.count
            return sign
        }
        return nil
    }

    private mutating func parseQuoted() throws(FilterError) -> String {
        let start = place
        place += 1
        while let next = peek, next != "\"" { _ = next; place += 1 }
        guard peek != nil else {
            throw FilterError(
                "This quotation is never closed: expected '\"'.", offset: start)
        }
        place += 1
        return String(characters[start + 1..<place - 1])
    }

    /// `/.../`; a `/` inside is written `\/`.
    private mutating func parsePattern() throws(FilterError) -> TextPattern {
        let start = place
        place += 1
        while let next = peek, next != "/" { place += next == "\\" ? 2 : 1 }
        guard place < characters.count else {
            throw FilterError(
                "This regular expression is never closed with '/'.", offset: start)
        }
        place += 1
        return try compile(String(characters[start + 1..<place - 1]), at: start + 1)
    }

    private func compile(_ source: String, at start: Int) throws(FilterError) -> TextPattern {
        do {
            return try TextPattern(source)
        } catch {
            throw FilterError(error.message, offset: start + error.offset, length: error.length)
        }
    }
}
