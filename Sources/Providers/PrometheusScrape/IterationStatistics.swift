import Fleet

/// TensorRT-LLM's plain `/metrics`: a JSON array with one object for each iteration of the engine since
/// the last time it was asked. The last one is the state now; there are no counters and no latencies in
/// it. An idle engine answers with an empty array.
struct IterationStatistics: Sendable, Equatable {
    /// Requests being worked on.
    var active: Double?
    /// Requests that wait.
    var queued: Double?
    /// Blocks of the KV cache in use, and those there are.
    var usedBlocks: Double?
    var maximumBlocks: Double?

    /// The last object of the array; `nil` if the text is no such array. All readings are missing if
    /// it is empty.
    static func decode(_ bytes: [UInt8]) -> IterationStatistics? {
        bytes.withUnsafeBufferPointer { buffer in
            var cursor = JSONCursor(buffer)
            var last = IterationStatistics()
            do throws(JSONCursor.Broken) {
                try cursor.expect(0x5b)
                var isFirst = true
                while try cursor.hasNext(0x5d, isFirst: &isFirst) {
                    last = IterationStatistics()
                    try last.readObject(&cursor)
                }
                return last
            } catch {
                return nil
            }
        }
    }

    /// The readings.
    var readings: [EndpointMetric: Reading<Double>] {
        var result: [EndpointMetric: Reading<Double>] = [:]
        result[.requestsRunning] = active.map { .value($0) }
        result[.requestsWaiting] = queued.map { .value($0) }
        if let usedBlocks, let maximumBlocks, maximumBlocks > 0 {
            result[.cacheUsage] = .value(usedBlocks / maximumBlocks)
        }
        return result
    }

    private mutating func readObject(_ cursor: inout JSONCursor) throws(JSONCursor.Broken) {
        try cursor.expect(0x7b)
        var isFirst = true
        while try cursor.hasNext(0x7d, isFirst: &isFirst) {
            let key = cursor.text(try cursor.string())
            try cursor.expect(0x3a)
            switch key {
            case "numActiveRequests": active = try cursor.number()
            case "numQueuedRequests": queued = try cursor.number()
            case "usedNumBlocks": usedBlocks = try cursor.number()
            case "maxNumBlocks": maximumBlocks = try cursor.number()
            case "kvCacheStats": try readObject(&cursor)
            default: try cursor.skipValue()
            }
        }
    }
}
