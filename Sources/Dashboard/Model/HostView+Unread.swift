import Fleet

extension HostView {
    /// The scheduler that has GPUs here, and how many, where nobody reads any: they are there all the
    /// same. `nil` where some are read, or no scheduler has any.
    var unread: (scheduler: String, count: Double)? {
        guard expected == 0 else { return nil }
        return parts.lazy.compactMap { part in
            part.sample.nodes.value(.acceleratorsSchedulable, part.node).map {
                (part.source.title, $0)
            }
        }.first { $0.1 > 0 }
    }
}
