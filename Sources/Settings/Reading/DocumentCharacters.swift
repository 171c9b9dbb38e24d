import Fleet

/// The characters of a file, and an error for each that does not belong there. What does not is replaced by
/// a harmless one, so that places stay what they are and everything else can be checked too.
struct DocumentCharacters {
    /// The characters, each of which YAML allows.
    private(set) var scalars: [Unicode.Scalar] = []
    /// What was replaced, in the order of the file.
    private(set) var errors: [ConfigurationError] = []

    /// So many are listed: a file that holds more is no text at all.
    private static let limit = 16
    private static let replacement: Unicode.Scalar = "_"

    /// Decodes the bytes of a file; `name` is how messages call it.
    init(_ bytes: some Sequence<UInt8>, name: String) {
        var codec = UTF8()
        var iterator = bytes.makeIterator()
        var line = 1
        var column = 1
        while true {
            switch codec.decode(&iterator) {
            case .emptyInput: return
            case .error:
                note("not UTF-8", ConfigurationPlace(name, line: line, column: column))
                scalars.append(Self.replacement)
            case .scalarValue(let scalar) where Self.isAllowed(scalar, isFirst: scalars.isEmpty):
                scalars.append(scalar)
            case .scalarValue(let scalar):
                let number = String(scalar.value, radix: 16, uppercase: true)
                let padding = String(repeating: "0", count: max(0, 4 - number.count))
                note(
                    "a control character (U+\(padding)\(number)), which YAML does not allow",
                    ConfigurationPlace(name, line: line, column: column))
                scalars.append(Self.replacement)
            }
            column += 1
            if scalars.last == "\n" { (line, column) = (line + 1, 1) }
        }
    }

    private mutating func note(_ message: String, _ place: ConfigurationPlace) {
        if errors.count < Self.limit {
            errors.append(ConfigurationError(place, message: message))
        }
    }

    /// What YAML calls printable (YAML 1.1, `c-printable`); a byte order mark may come first.
    private static func isAllowed(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
        switch scalar.value {
        case 0x09, 0x0a, 0x0d, 0x20...0x7e, 0x85, 0xa0...0xd7ff: true
        case 0xfeff: isFirst
        case 0xe000...0xfffd, 0x10000...: true
        default: false
        }
    }
}
