/// Makes text from outside safe to show and log: process names, models, labels and error bodies are
/// hostile until they went through here.
public enum CleanText {
    /// The text with invalid UTF-8 replaced, control characters, escape sequences, bidirectional
    /// controls, zero-width and private-use characters removed, and no more than `limit` scalars.
    public static func clean(_ bytes: some Sequence<UInt8>, limit: Int = 256) -> String {
        clean(String(decoding: Array(bytes.prefix(limit * 8)), as: UTF8.self), limit: limit)
    }

    /// The same for text that already is a string.
    public static func clean(_ text: String, limit: Int = 256) -> String {
        if text.utf8.count <= limit, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) {
            return text
        }
        var result = String.UnicodeScalarView()
        var escape = Escape.none
        var count = 0
        for scalar in text.unicodeScalars {
            if escape.swallows(scalar) { continue }
            if scalar == "\u{1b}" || scalar == "\u{9b}" || scalar == "\u{9d}" || scalar == "\u{90}"
            {
                escape = scalar == "\u{1b}" ? .start : scalar == "\u{9b}" ? .sequence : .string
                continue
            }
            guard count < limit else { break }
            if let kept = replacement(scalar) {
                result.append(kept)
                count += 1
            }
        }
        return String(result)
    }

    /// What a scalar becomes: itself, a space, a question mark, or nothing.
    private static func replacement(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x09, 0x0a, 0x0d, 0xa0, 0x2028, 0x2029: return " "
        case 0..<0x20, 0x7f..<0xa0: return nil
        case 0xad, 0x61c, 0x200b...0x200f, 0x202a...0x202e, 0x2060...0x206f, 0xfe00...0xfe0f,
            0xfeff,
            0xe0000...0xe0fff, 0x1f1e6...0x1f1ff:
            return nil
        case 0xe000...0xf8ff, 0xf0000...0x10ffff, 0xfff0...0xfffc: return "?"
        default: return scalar
        }
    }

    /// How far into a terminal escape sequence the text is.
    private enum Escape {
        case none, start, sequence, string, stringEnd

        /// Whether the scalar still belongs to a sequence, which is dropped as a whole.
        mutating func swallows(_ scalar: Unicode.Scalar) -> Bool {
            switch (self, scalar.value) {
            case (.none, _): return false
            case (.start, 0x5b): self = .sequence
            case (.start, 0x5d), (.start, 0x50), (.start, 0x58), (.start, 0x5e), (.start, 0x5f):
                self = .string
            case (.start, 0x20...0x2f): break
            case (.start, _): self = .none
            case (.sequence, 0x40...0x7e): self = .none
            case (.sequence, 0x20...0x3f): break
            case (.sequence, _):
                self = .none
                return false
            case (.string, 0x07), (.string, 0x9c): self = .none
            case (.string, 0x1b): self = .stringEnd
            case (.stringEnd, 0x5c): self = .none
            case (.stringEnd, _), (.string, _): self = .string
            }
            return true
        }
    }
}
