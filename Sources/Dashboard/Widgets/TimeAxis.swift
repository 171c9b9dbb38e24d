/// The labels under a graph: round ages, counted back from the right edge, which is now.
package struct TimeAxis: Equatable, Sendable {
    /// A label and the column, from the left, that it stands for.
    package struct Label: Equatable, Sendable {
        /// `now`, or how long ago: `-5m`.
        package var text: String
        /// Where in the graph that was, from 0 at its left.
        package var column: Int
    }

    /// Left to right.
    package let labels: [Label]

    private static let steps: [Int64] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
        172_800, 604_800,
    ]

    /// Steps for narrow graphs, where none of the others gives three labels.
    private static let others: [Int64] = [
        3, 4, 6, 20, 40, 90, 180, 240, 360, 480, 1200, 2400, 3000, 5400, 14_400, 28_800, 259_200,
    ]

    /// The distance of labels: as far apart as they look best, or nearer, so that there are three.
    private static func step(_ seconds: Double, columns: Int, room: Int) -> Int64 {
        let wanted = max(1, Double(columns) / Double(max(4, room)))
        let best = steps.first { seconds / Double($0) <= wanted } ?? 604_800
        if columns < 18 || Double(best) * 2 < seconds * 0.999 { return best }
        let near = (steps + others).filter { step in
            let width = text(step * 2).utf8.count + 1
            return Double(step) * 2 < seconds * 0.999
                && Double(step) / seconds * Double(columns) >= Double(max(6, width + 2))
        }
        return near.max() ?? best
    }

    /// An axis of so many columns over a span of time. Labels keep at least `room` columns apart.
    package init(span: Duration, columns: Int, room: Int = 14) {
        let seconds = Double(span.components.seconds)
        guard columns >= 8, seconds > 0 else {
            labels = []
            return
        }
        let step = Self.step(seconds, columns: columns, room: room)
        var found = [Label(text: "now", column: columns - 1)]
        var age = step
        while Double(age) < seconds * 0.999, found.count < 40 {
            let back = Double(age) / seconds * Double(columns)
            found.append(
                Label(text: "-\(Self.text(age))", column: columns - 1 - Int(back.rounded())))
            age += step
        }
        labels = found.filter { $0.column >= 0 }.reversed()
    }

    /// `45s`, `10m`, `1h30m`, `2d`.
    private static func text(_ seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3600: seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
        case ..<86400:
            seconds % 3600 == 0
                ? "\(seconds / 3600)h" : "\(seconds / 3600)h\(seconds % 3600 / 60)m"
        default: "\(seconds / 86400)d"
        }
    }
}
