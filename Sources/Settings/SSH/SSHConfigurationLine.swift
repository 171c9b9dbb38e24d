/// One line of an ssh configuration as OpenSSH takes it apart: a keyword, white space or one `=`, and
/// words with quotes and backslashes.
enum SSHConfigurationLine {
    /// The keyword in lower case and the words after it; `nil` for a comment or an empty line.
    static func read(_ line: Substring) -> (keyword: String, words: [String])? {
        var rest = line.drop(while: isSpace)
        guard let first = rest.first, first != "#" else { return nil }
        let keyword: Substring
        if first == "\"" {
            keyword = rest.dropFirst().prefix { $0 != "\"" }
            rest = rest.dropFirst(keyword.count + 2)
        } else {
            keyword = rest.prefix { !isSpace($0) && $0 != "=" }
            rest = rest.dropFirst(keyword.count)
        }
        rest = rest.drop(while: isSpace)
        if rest.first == "=" { rest = rest.dropFirst() }
        return (keyword.lowercased(), words(rest))
    }

    /// Words between spaces; a quoted one may hold spaces, and `#` begins a comment between words.
    private static func words(_ text: Substring) -> [String] {
        var words: [String] = []
        var rest = text.drop(while: isSpace)
        while let first = rest.first, first != "#" {
            words.append(word(&rest))
            rest = rest.drop(while: isSpace)
        }
        return words.filter { !$0.isEmpty }
    }

    private static func word(_ rest: inout Substring) -> String {
        var word = ""
        var quote: Character?
        while let character = rest.first {
            if quote == nil, isSpace(character) { break }
            rest = rest.dropFirst()
            if character == "\\", let next = rest.first, isEscapable(next, quote) {
                word.append(next)
                rest = rest.dropFirst()
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
            } else if character == quote {
                quote = nil
            } else {
                word.append(character)
            }
        }
        return word
    }

    private static func isEscapable(_ character: Character, _ quote: Character?) -> Bool {
        "\"'\\".contains(character) || quote == nil && character == " "
    }

    private static func isSpace(_ character: Character) -> Bool {
        character == " " || character == "\t" || character == "\r" || character == "\u{c}"
    }
}
