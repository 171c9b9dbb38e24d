import Fleet

/// When the counters of a page began, as far as it tells: client libraries put `x_created`, in seconds
/// since 1970, beside `x_total` and beside the `x_bucket`, `x_sum` and `x_count` of a histogram.
struct SeriesBirths: Sendable {
    private var times: [String: Double] = [:]

    /// Reads them from a page.
    init(_ page: MetricPage, _ catalogue: SeriesCatalogue) {
        for (place, name) in catalogue.names.enumerated() where name.hasSuffix("_created") {
            for entry in page.entries(ofName: place) {
                let series = Int(page.series[Int(entry)])
                guard let definition = catalogue.definitions[series] else { continue }
                let key = "\(name.dropLast(8))\u{2}\(definition.identity(without: []))"
                times[key] = page.values[Int(entry)]
            }
        }
    }

    /// Whether a series began between two moments, by its server's clock: after the first it has
    /// counted from nothing.
    func isBorn(
        _ series: Int, _ catalogue: SeriesCatalogue, after first: Instant, before second: Instant
    ) -> Bool {
        guard !times.isEmpty, let definition = catalogue.definitions[series] else { return false }
        let endings = ["_total", "_bucket", "_sum", "_count"]
        guard let ending = endings.first(where: definition.name.hasSuffix) else { return false }
        let stem = definition.name.dropLast(ending.count)
        guard let time = times["\(stem)\u{2}\(definition.identity(without: ["le"]))"] else {
            return false
        }
        return time > first.wall.seconds && time <= second.wall.seconds
    }
}
