/// A filter, read. Comparisons with what is absent are neither true nor false, and neither is their
/// negation: a missing reading never matches.
package indirect enum FilterExpression: Hashable, Sendable {
    /// No filter: everything matches.
    case all
    /// Free text, lower case, looked for in the names of a row.
    case contains(String)
    /// A pattern found in one of the names of a row.
    case matches(TextPattern)
    /// A yes or no.
    case flag(FilterFlag)
    /// A test of one text of a row.
    case text(FilterField, TextTest)
    /// A comparison, the limit in the metric's base unit.
    case number(FilterNumber, FilterComparison, Double)
    /// True where the other is false, and unknown where that is unknown.
    case not(FilterExpression)
    /// Both.
    case and(FilterExpression, FilterExpression)
    /// One of the two, or both.
    case or(FilterExpression, FilterExpression)

    /// A test of one text.
    package enum TextTest: Hashable, Sendable {
        /// Equal but for case; `*` stands for anything.
        case equal(TextPattern)
        /// There, and not equal.
        case different(TextPattern)
        /// A regular expression found somewhere in it.
        case found(TextPattern)
    }
}

/// How numbers are compared.
package enum FilterComparison: String, Hashable, Sendable {
    /// Below the limit.
    case less = "<"
    /// At the limit or below.
    case atMost = "<="
    /// At the limit, as far as anybody could have typed it.
    case equal = "="
    /// There, and not equal.
    case different = "!="
    /// At the limit or above.
    case atLeast = ">="
    /// Above the limit.
    case greater = ">"

    /// Whether it holds.
    package func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .less: left < right
        case .atMost: left <= right
        case .equal: Self.same(left, right)
        case .different: !Self.same(left, right)
        case .atLeast: left >= right
        case .greater: left > right
        }
    }

    /// Equal as far as anybody could have typed it: 0.8 of a ratio that was computed as 4/5.
    private static func same(_ left: Double, _ right: Double) -> Bool {
        abs(left - right) <= max(abs(left), abs(right)) * 1e-9
    }
}

/// What is wrong with a filter, and where.
package struct FilterError: Error, Hashable, Sendable {
    /// What was found and what is expected, in one sentence.
    package var message: String
    /// Where it begins, in characters from 0.
    package var offset: Int
    /// How many characters are wrong; 0 at the end of the text.
    package var length: Int

    /// An error at a place.
    package init(_ message: String, offset: Int, length: Int = 1) {
        self.message = message
        self.offset = offset
        self.length = length
    }

    /// The text with a mark below the place: two lines for a terminal.
    package func pointing(in text: String) -> String {
        "\(text)\n\(String(repeating: " ", count: offset))\(String(repeating: "^", count: max(1, length)))"
    }
}
