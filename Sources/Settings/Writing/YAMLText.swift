/// Scalars as YAML that reads back as the same text.
enum YAMLText {
    /// The text plain where that is safe, else in double quotes.
    static func scalar(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, text.unicodeScalars.last != ":" else {
            return false
        }
        let allowed: (Unicode.Scalar) -> Bool = {
            $0.properties.isAlphabetic || ("0"..."9").contains($0)
                || "_./:@+-".unicodeScalars.contains($0)
        }
        let words = ["null", "true", "false", "yes", "no", "on", "off"]
        return (first.properties.isAlphabetic || first == "/" || ("0"..."9").contains(first))
            && text.unicodeScalars.allSatisfy(allowed) && !words.contains(text.lowercased())
            && !text.contains(": ")
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A list in brackets.
    static func list(_ values: [String]) -> String {
        "[" + values.map(inFlow).joined(separator: ", ") + "]"
    }

    /// A mapping in braces, sorted by key.
    static func mapping(_ values: [String: String]) -> String {
        let pairs = values.sorted { $0.key < $1.key }
            .map { "\(inFlow($0.key)): \(inFlow($0.value))" }
        return pairs.isEmpty ? "{}" : "{ " + pairs.joined(separator: ", ") + " }"
    }

    /// Inside brackets and braces a plain `a:b` could be a pair.
    private static func inFlow(_ text: String) -> String {
        text.contains(":") ? quoted(text) : scalar(text)
    }
}
