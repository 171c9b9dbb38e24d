extension FilterWord {
    /// The names that somebody may have meant by one that is not known, nearest first: those that differ
    /// by few letters, then those that begin alike. All short names, where none is near.
    package static func near(_ name: String) -> [String] {
        let typed = Array(name.lowercased())
        let allowed = typed.count <= 2 ? 1 : typed.count <= 5 ? 2 : 3
        let scored = all.enumerated().compactMap { place, word -> (score: Int, place: Int)? in
            let known = Array(word.name)
            let distance = EditDistance.between(typed, known)
            // Two changes in a word of three letters leave nothing of it.
            if distance <= allowed, distance < max(typed.count, known.count) - 1 {
                // A letter left out is likelier than another one typed.
                return (distance * 2 - (isWithin(typed, known) ? 1 : 0), place)
            }
            let isStart =
                typed.count >= 2 && (known.starts(with: typed) || typed.starts(with: known))
            return isStart ? (allowed * 2 + 1, place) : nil
        }
        if scored.isEmpty { return all.map(\.name) }
        return scored.sorted { $0 < $1 }.map { all[$0.place].name }
    }

    /// Whether all letters typed are in the word, in their order.
    private static func isWithin(_ typed: [Character], _ known: [Character]) -> Bool {
        var rest = typed[...]
        for letter in known where letter == rest.first { rest.removeFirst() }
        return rest.isEmpty
    }

    /// The sentence about a name that is not known: what was meant, or all there is.
    static func unknown(_ name: String) -> String {
        let near = near(name)
        let found = "There is no field '\(name)'"
        if near.count == all.count {
            return "\(found). The fields are \(near.joined(separator: ", "))."
        }
        let best = near.prefix(4)
        guard let last = best.last else { return "\(found)." }
        let others = best.dropLast().joined(separator: ", ")
        return "\(found); expected \(others.isEmpty ? last : "\(others) or \(last)")."
    }
}

/// How many letters two words differ by.
package enum EditDistance {
    /// Letters to insert, leave out, replace, or swap with their neighbour to make one word of the other.
    package static func between(_ left: [Character], _ right: [Character]) -> Int {
        var before: [Int] = []
        var above = Array(0...right.count)
        for i in 0..<left.count {
            var row = [i + 1]
            for j in 0..<right.count {
                var least = min(above[j + 1] + 1, row[j] + 1)
                least = min(least, above[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    least = min(least, before[j - 1] + 1)
                }
                row.append(least)
            }
            before = above
            above = row
        }
        return above[right.count]
    }
}
