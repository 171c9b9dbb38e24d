/// Finds what somebody meant by some of its letters, in their order.
package enum Fuzzy {
    /// How well `typed` fits `text`, better being greater; `nil` if it does not fit at all. Beginnings of
    /// words and letters next to each other count for more.
    package static func score(_ typed: String, _ text: String) -> Int? {
        if typed.isEmpty { return 0 }
        let wanted = Array(typed.lowercased())
        var place = 0
        var score = 0
        var last: Int?
        var previous: Character = " "
        for (index, character) in text.lowercased().enumerated() {
            if place < wanted.count, character == wanted[place] {
                score += index == 0 ? 12 : !previous.isLetter && !previous.isNumber ? 8 : 1
                if last == index - 1 { score += 5 }
                last = index
                place += 1
            }
            previous = character
        }
        return place == wanted.count ? score * 4 - text.count : nil
    }
}
