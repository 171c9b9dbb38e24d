/// What a filter was on the way to what is typed now, so that the rows of the last one that could be
/// read stay while the text cannot be.
struct FilterTrail: Sendable {
    /// Texts that could be read, oldest first.
    private var known: [String]

    /// Begins with the filter in force.
    init(_ text: String) { known = [text] }

    /// Remembers a text that could be read.
    mutating func keep(_ text: String) {
        known.append(text)
        if known.count > 128 { known.removeFirst(64) }
    }

    /// What stays in force while `typed` cannot be read. The beginning of a comparison is no filter that
    /// anybody wanted: `util` on the way to `util<10` is passed over.
    func last(before typed: String) -> String {
        known.last { !Self.isCut($0, in: typed) } ?? ""
    }

    /// Whether a text ends in a bare word that goes on, or is compared, in what is typed now.
    private static func isCut(_ text: String, in typed: String) -> Bool {
        let text = Array(text.trimmedEnd)
        let typed = Array(typed)
        guard typed.starts(with: text), let last = text.last, isWord(last) else { return false }
        let before = text.reversed().drop(while: isWord).first { !$0.isWhitespace }
        if let before, "<>=~".contains(before) { return false }
        let rest = typed.dropFirst(text.count)
        if let next = rest.first, isWord(next) { return true }
        let sign = rest.drop(while: \.isWhitespace)
        guard let next = sign.first else { return false }
        return "<>=~".contains(next) || next == "!" && sign.dropFirst().first == "="
    }

    private static func isWord(_ character: Character) -> Bool {
        !character.isWhitespace && !"&|!()<>=~\"/".contains(character)
    }
}

extension String {
    /// Without blanks after it.
    fileprivate var trimmedEnd: Substring {
        var text = Substring(self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
