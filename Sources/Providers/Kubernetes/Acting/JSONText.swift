/// Pieces of JSON text that are sent, in the order in which they are written.
enum JSONText {
    /// A string with its quotes, escaped as Go does: an API server compares texts by their bytes in JSON.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "<", ">", "&", "\u{2028}", "\u{2029}",
                _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// An object; values are JSON already.
    static func object(_ pairs: [(String, String)]) -> String {
        "{" + pairs.map { "\(quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
    }
}

/// One operation of a JSON Patch (RFC 6902).
struct PatchOperation: Sendable, Hashable {
    /// The whole patch is refused unless the value is this; JSON.
    static func test(_ path: String, _ value: String) -> Self { Self("test", path, value) }
    /// What is there is changed.
    static func replace(_ path: String, _ value: String) -> Self { Self("replace", path, value) }
    /// What is there or not is set.
    static func add(_ path: String, _ value: String) -> Self { Self("add", path, value) }
    /// What is there is taken away.
    static func remove(_ path: String) -> Self { Self("remove", path, nil) }

    private var operation: String
    private var path: String
    private var value: String?

    private init(_ operation: String, _ path: String, _ value: String?) {
        self.operation = operation
        self.path = path
        self.value = value
    }

    /// As it is sent.
    var text: String {
        var pairs = [("op", JSONText.quoted(operation)), ("path", JSONText.quoted(path))]
        if let value { pairs.append(("value", value)) }
        return JSONText.object(pairs)
    }
}
