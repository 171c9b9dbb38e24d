import Fleet

/// HTTP statuses that count as good.
struct ExpectedStatuses: Sendable, Hashable {
    private let ranges: [ClosedRange<Int>]
    /// As configured.
    let text: String

    /// Statuses such as `200`, classes such as `2xx`.
    init(_ words: [String]) throws(SettingError) {
        var ranges: [ClosedRange<Int>] = []
        var refused: [String] = []
        for word in words {
            if word.count == 3, let status = Int(word), (100...599).contains(status) {
                ranges.append(status...status)
            } else if word.count == 3, word.lowercased().hasSuffix("xx"),
                let group = word.first?.wholeNumberValue, (1...5).contains(group)
            {
                ranges.append(group * 100...group * 100 + 99)
            } else {
                refused.append(CleanText.clean(word, limit: 20))
            }
        }
        guard refused.isEmpty else {
            throw SettingError(
                key: "expect",
                message:
                    "found \(refused.joined(separator: ", ")), expected statuses such as 200 or "
                    + "classes such as 2xx")
        }
        self.ranges = ranges
        text = words.joined(separator: ", ")
    }

    /// Whether the status is good.
    func contains(_ status: Int) -> Bool { ranges.contains { $0.contains(status) } }
}
