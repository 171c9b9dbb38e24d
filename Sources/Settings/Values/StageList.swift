/// How far each stage of a shift goes, as people write it: `5, 25, 50, 100` percent.
package enum StageList {
    /// Shares (0...1) of the way, or `nil` where they do not grow from above 0 to 100.
    package static func parse(_ texts: [String]) -> [Double]? {
        let percents = texts.map { text -> Double? in
            Double(text.hasSuffix("%") ? String(text.dropLast()) : text)
        }
        let sure = percents.compactMap { $0 }
        guard sure.count == percents.count, let first = sure.first, first > 0, sure.last == 100,
            zip(sure, sure.dropFirst()).allSatisfy(<)
        else { return nil }
        return sure.map { $0 / 100 }
    }
}
