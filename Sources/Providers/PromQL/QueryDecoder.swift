import Fleet

/// Reads answers of the Prometheus HTTP API (prometheus.io/docs/prometheus/latest/querying/api) from
/// bytes, without a tree: each `metric` object is known again by its bytes, so that a fleet of tens of
/// thousands of series makes its labels into strings once. Queries of one decoder should keep the same
/// labels (`max by (...)` drops the name), so that their series are the same.
struct QueryDecoder: Sendable {
    /// The series of all answers so far.
    private(set) var catalogue = SeriesCatalogue()
    private var expected: [Int32] = []
    private let entryLimit: Int

    /// A decoder that takes at most so many series an answer.
    init(entryLimit: Int = 400_000) { self.entryLimit = entryLimit }

    /// What the server answered.
    struct Answer: Sendable {
        /// Of a vector: its series and values. Of a matrix: its series, each with its last value.
        var page = MetricPage()
        /// Of a matrix: the points of each entry of the page.
        var points: [[Point]] = []
        /// What the server warns of, or remarks; cleaned.
        var warnings: [String] = []
    }

    /// One point of a range query.
    struct Point: Sendable, Equatable {
        /// Seconds since the epoch.
        var time: Double
        var value: Double
    }

    /// The parts of the envelope while they are read.
    private struct Envelope {
        var answer = Answer()
        var isSuccess = false
        var errorType = ""
        var error = ""
    }

    /// Decodes an answer; throws what the server calls an error, and what is no answer at all.
    mutating func decode(_ bytes: [UInt8]) throws(SourceFailure) -> Answer {
        catalogue.forgetIfCrowded()
        let envelope: Envelope
        do throws(JSONCursor.Broken) {
            envelope = try bytes.withUnsafeBufferPointer {
                buffer throws(JSONCursor.Broken) in try read(buffer)
            }
        } catch {
            throw SourceFailure(
                .malformed, "the answer is no query result (byte \(error.place))",
                nextStep: "Check that the URL is that of a Prometheus API.")
        }
        if !envelope.isSuccess { throw QueryFailure.of(envelope.errorType, envelope.error) }
        expected = envelope.answer.page.series
        return envelope.answer
    }

    private mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(JSONCursor.Broken) -> Envelope {
        var cursor = JSONCursor(bytes)
        var envelope = Envelope()
        try cursor.expect(0x7b)
        var isFirst = true
        while try cursor.hasNext(0x7d, isFirst: &isFirst) {
            let key = cursor.text(try cursor.string())
            try cursor.expect(0x3a)
            switch key {
            case "status": envelope.isSuccess = cursor.text(try cursor.string()) == "success"
            case "errorType": envelope.errorType = cursor.text(try cursor.string())
            case "error": envelope.error = cursor.text(try cursor.string())
            case "warnings", "infos": try warnings(&cursor, &envelope.answer.warnings)
            case "data": try data(&cursor, &envelope.answer)
            default: try cursor.skipValue()
            }
        }
        return envelope
    }

    private func warnings(
        _ cursor: inout JSONCursor, _ list: inout [String]
    ) throws(JSONCursor.Broken) {
        guard cursor.take(0x5b) else { return try cursor.skipValue() }
        var isFirst = true
        while try cursor.hasNext(0x5d, isFirst: &isFirst) {
            let text = CleanText.clean(cursor.text(try cursor.string()), limit: 200)
            if list.count < 16 { list.append(text) }
        }
    }

    private mutating func data(
        _ cursor: inout JSONCursor, _ answer: inout Answer
    ) throws(JSONCursor.Broken) {
        guard cursor.take(0x7b) else { return try cursor.skipValue() }
        var isFirst = true
        while try cursor.hasNext(0x7d, isFirst: &isFirst) {
            let key = cursor.text(try cursor.string())
            try cursor.expect(0x3a)
            if key == "result", cursor.take(0x5b) {
                try result(&cursor, &answer)
            } else {
                try cursor.skipValue()
            }
        }
    }

    private mutating func result(
        _ cursor: inout JSONCursor, _ answer: inout Answer
    ) throws(JSONCursor.Broken) {
        var isFirst = true
        var next = 0
        while try cursor.hasNext(0x5d, isFirst: &isFirst) {
            guard cursor.take(0x7b) else {
                // A scalar or string result is an array of two.
                try cursor.skipValue()
                continue
            }
            try item(&cursor, &answer, &next)
        }
    }

    /// One series: `{"metric":{...},"value":[time,"number"]}` or with `values`. Native histograms
    /// carry no number of their own and are passed over.
    private mutating func item(
        _ cursor: inout JSONCursor, _ answer: inout Answer, _ next: inout Int
    ) throws(JSONCursor.Broken) {
        var series: Int32?
        var points: [Point] = []
        var isRange = false
        var isFirst = true
        while try cursor.hasNext(0x7d, isFirst: &isFirst) {
            let key = try cursor.string()
            try cursor.expect(0x3a)
            switch (key.count, cursor.bytes[key.lowerBound]) {
            case (6, 0x6d): series = try metric(&cursor, &next)
            case (5, 0x76): points = [try point(&cursor)]
            case (6, 0x76):
                isRange = true
                try range(&cursor, &points)
            default: try cursor.skipValue()
            }
        }
        guard let series, let last = points.last else { return }
        guard catalogue.nameOfSeries[Int(series)] >= 0 else { return answer.page.malformed += 1 }
        guard answer.page.count < entryLimit else { return answer.page.isFull = true }
        answer.page.append(series, last.value)
        if isRange { answer.points.append(points) }
        answer.page.newest = max(
            answer.page.newest ?? WallTime(nanoseconds: 0),
            WallTime(seconds: min(max(last.time, 0), 9e9)))
    }

    private mutating func metric(
        _ cursor: inout JSONCursor, _ next: inout Int
    ) throws(JSONCursor.Broken) -> Int32 {
        try cursor.expect(0x7b)
        cursor.place -= 1
        let start = cursor.place
        if next < expected.count, Int(expected[next]) < catalogue.count,
            let length = catalogue.length(of: expected[next], in: cursor.bytes, at: start)
        {
            cursor.place += length
            next += 1
            return expected[next - 1]
        }
        try cursor.skipValue()
        let series = catalogue.series(
            cursor.bytes, start..<cursor.place, define: QueryDecoder.definition)
        if let found = expected[min(next, expected.count)...].prefix(4).firstIndex(of: series) {
            next = found + 1
        }
        return series
    }

    private func range(
        _ cursor: inout JSONCursor, _ points: inout [Point]
    ) throws(JSONCursor.Broken) {
        try cursor.expect(0x5b)
        var isFirst = true
        while try cursor.hasNext(0x5d, isFirst: &isFirst) {
            let point = try point(&cursor)
            if points.count < 11_000 { points.append(point) }
        }
    }

    private func point(_ cursor: inout JSONCursor) throws(JSONCursor.Broken) -> Point {
        try cursor.expect(0x5b)
        let time = try cursor.number()
        try cursor.expect(0x2c)
        let text = try cursor.string()
        try cursor.expect(0x5d)
        guard let value = DecimalNumber.parse(cursor.bytes, text) else {
            throw JSONCursor.Broken(place: text.lowerBound)
        }
        return Point(time: time, value: value)
    }

    /// Name and labels of a `metric` object.
    private static func definition(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> SeriesDefinition? {
        var cursor = JSONCursor(UnsafeBufferPointer(rebasing: bytes[range]))
        var labels: [SeriesDefinition.Label] = []
        do throws(JSONCursor.Broken) {
            try cursor.expect(0x7b)
            var isFirst = true
            while try cursor.hasNext(0x7d, isFirst: &isFirst) {
                let key = cursor.text(try cursor.string())
                try cursor.expect(0x3a)
                let value = cursor.text(try cursor.string())
                guard labels.count < 128 else { return nil }
                labels.append(SeriesDefinition.Label(key: key, value: value))
            }
        } catch {
            return nil
        }
        let name = labels.first { $0.key == "__name__" }?.value ?? ""
        return SeriesDefinition(name: name, labels: labels)
    }
}

/// Names what a Prometheus API calls an error.
enum QueryFailure {
    /// The failure behind `errorType` and `error` of an answer.
    static func of(_ type: String, _ message: String) -> SourceFailure {
        let text = CleanText.clean("\(type): \(message)", limit: 200)
        return switch type {
        case "bad_data":
            SourceFailure(.unsupported, text, nextStep: "The server does not take this query.")
        case "timeout": SourceFailure(.timedOut, text)
        case "canceled", "unavailable", "internal": SourceFailure(.serverError, text)
        case "execution": SourceFailure(.commandFailed, text)
        case "not_found": SourceFailure(.notFound, text)
        default: SourceFailure(.malformed, text)
        }
    }
}
