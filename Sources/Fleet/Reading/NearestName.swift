/// Finds the name that was probably meant.
package enum NearestName {
    /// The candidate with the fewest edits from the text, if those are few for its length.
    package static func of(_ text: String, among candidates: [String]) -> String? {
        let folded = Array(text.lowercased().unicodeScalars.prefix(64))
        let ranked = candidates.map {
            (name: $0, distance: distance(folded, Array($0.lowercased().unicodeScalars)))
        }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, folded.count / 3) ? best.name : nil
    }

    /// The end of a sentence that says something is not there: what was probably meant, else what there
    /// is.
    package static func hint(_ text: String, among candidates: [String]) -> String {
        if let name = of(text, among: candidates) { return ": did you mean `\(name)`?" }
        guard !candidates.isEmpty else { return ": it has none." }
        let more = candidates.count > 8 ? " and \(candidates.count - 8) more" : ""
        return ": it has \(candidates.prefix(8).joined(separator: ", "))\(more)."
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var before: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var line = [row + 1]
            for column in 0..<right.count {
                let isSame = left[row] == right[column]
                var cost = min(
                    last[column + 1] + 1, line[column] + 1, last[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    cost = min(cost, before[column - 1] + 1)
                }
                line.append(cost)
            }
            before = last
            last = line
        }
        return last[right.count]
    }
}
