import Fleet

/// One scrape or query answer: which series it has and their values, in the order in which they came.
struct MetricPage: Sendable {
    /// Places in the catalogue.
    private(set) var series: [Int32] = []
    /// Their values; may be NaN or infinite, as sent.
    private(set) var values: [Double] = []
    /// Lines or items that could not be read and were left out.
    var malformed = 0
    /// Whether the text ends in the middle: what stands there last was left out.
    var isCut = false
    /// Whether more series came than are taken.
    var isFull = false
    /// The newest timestamp on the page, where it has any.
    var newest: WallTime?

    /// Entries in the order of their names; see ``index(_:)``.
    private var order: [Int32] = []
    private var starts: [Int32] = []

    /// No entries.
    init() {}

    /// How many entries there are.
    var count: Int { series.count }

    /// Adds an entry.
    mutating func append(_ item: Int32, _ value: Double) {
        series.append(item)
        values.append(value)
    }

    /// Empties the page and makes room for as many entries as it had.
    mutating func reset() {
        let expected = series.count
        series.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        series.reserveCapacity(expected)
        malformed = 0
        isCut = false
        isFull = false
        newest = nil
    }

    /// Sorts the entries by name, by counting. To be called once the page is complete.
    mutating func index(_ catalogue: SeriesCatalogue) {
        var counts = [Int32](repeating: 0, count: catalogue.names.count + 1)
        for item in series { counts[Int(catalogue.nameOfSeries[Int(item)]) + 1] += 1 }
        for place in counts.indices.dropFirst() { counts[place] += counts[place - 1] }
        starts = counts
        order = [Int32](repeating: 0, count: series.count)
        for entry in series.indices {
            let name = Int(catalogue.nameOfSeries[Int(series[entry])])
            order[Int(counts[name])] = Int32(entry)
            counts[name] += 1
        }
    }

    /// The entries of a name's place in the catalogue.
    func entries(ofName place: Int) -> ArraySlice<Int32> {
        guard place + 1 < starts.count else { return [] }
        return order[Int(starts[place])..<Int(starts[place + 1])]
    }
}
