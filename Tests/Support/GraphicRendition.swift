/// Colours and attributes as ECMA-48 has SGR set them.
package struct GraphicRendition: Equatable, Sendable {
    /// The parameters that set the colour of text, as they were sent; empty for the terminal's own.
    package private(set) var foreground = ""
    /// The same of what is behind it.
    package private(set) var background = ""
    /// The codes of the attributes that are on, in order.
    package private(set) var attributes: [Int] = []

    /// The terminal's own.
    package init() {}

    /// What erasing leaves.
    package var erased: GraphicRendition {
        var look = GraphicRendition()
        look.background = background
        return look
    }

    /// The parameters that make it from nothing.
    package var text: String {
        (attributes.map(String.init) + [foreground, background]).filter { !$0.isEmpty }
            .joined(separator: ";")
    }

    /// Takes the parameters of one sequence.
    package mutating func take(_ parameters: String) {
        var rest = parameters.split(separator: ";", omittingEmptySubsequences: false)[...]
        while let word = rest.popFirst() {
            let code = Int(word.prefix { $0 != ":" }) ?? 0
            switch code {
            case 0: self = GraphicRendition()
            case 1, 2, 3, 4, 5, 7: attributes = Set(attributes + [code]).sorted()
            case 22: attributes.removeAll { $0 == 1 || $0 == 2 }
            case 23, 24, 25, 27: attributes.removeAll { $0 == code - 20 }
            case 39: foreground = ""
            case 49: background = ""
            default:
                let count = word != "38" && word != "48" ? 0 : rest.first == "5" ? 2 : 4
                let whole = ([word] + rest.prefix(count)).joined(separator: ";")
                rest = rest.dropFirst(count)
                if (40..<50).contains(code) || code >= 100 {
                    background = whole
                } else {
                    foreground = whole
                }
            }
        }
    }
}
