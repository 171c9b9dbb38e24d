import Fleet

/// How an endpoint's readings become cells: blank where they do not apply, `—` where they are missing.
enum EndpointLook {
    /// Amber from one request in a hundred, red from one in twenty; below, an ordinary figure.
    static func errorRole(_ ratio: Double) -> Role {
        ratio >= 0.05 ? .critical : ratio >= 0.01 ? .warning : .text
    }

    /// A reading: blank where it does not apply, a dash where it is missing.
    static func figure(
        _ endpoint: EndpointRow, _ metric: EndpointMetric, _ text: (Double) -> String
    ) -> FigureTable.Entry {
        if let value = endpoint.value(metric) { return .plain(text(value)) }
        return endpoint.applies(metric) ? .absent : .blank
    }

    /// The 95th percentile; the mean with its sign where that is all there is.
    static func tail(_ endpoint: EndpointRow) -> FigureTable.Entry {
        if let mean = endpoint.meanInstead { return .plain(Glyph.mean + Format.milliseconds(mean)) }
        return figure(endpoint, .latencyP95, Format.milliseconds)
    }

    /// Share of failed requests, in per cent.
    static func errors(_ endpoint: EndpointRow) -> FigureTable.Entry {
        guard let ratio = endpoint[.errorRatio].value else {
            return figure(endpoint, .errorRatio, Format.finePercent)
        }
        return .text(Format.finePercent(ratio), errorRole(ratio))
    }

    /// `12/12`, the ready of the desired.
    static func ready(_ endpoint: EndpointRow) -> FigureTable.Entry {
        let ready = endpoint[.replicasReady].value
        let desired = endpoint[.replicasDesired].value
        guard ready != nil || desired != nil else {
            return endpoint.applies(.replicasReady) ? .absent : .blank
        }
        let text = [ready, desired].map { $0.map(Format.count) ?? Format.absent }
        let isShort = (ready ?? 0) < (desired ?? 0)
        return .text(
            desired == nil ? text[0] : "\(text[0])/\(text[1])", isShort ? .warning : .text)
    }

    /// A waiting line, brighter when there is one.
    static func queue(_ endpoint: EndpointRow) -> FigureTable.Entry {
        guard let waiting = endpoint[.requestsWaiting].value else {
            return figure(endpoint, .requestsWaiting, Format.count)
        }
        return .text(Format.count(waiting), waiting > 0 ? .bright : .text)
    }

    /// KV cache in per cent; amber where requests are about to be pushed out.
    static func cache(_ endpoint: EndpointRow) -> FigureTable.Entry {
        guard let ratio = endpoint[.cacheUsage].value else {
            return figure(endpoint, .cacheUsage) { Format.fixed($0 * 100, 0) }
        }
        return .text(Format.fixed(ratio * 100, 0), ratio >= 0.95 ? .warning : .text)
    }
}
