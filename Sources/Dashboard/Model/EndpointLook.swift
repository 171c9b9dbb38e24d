import Fleet

/// How an endpoint's readings become cells: blank where they do not apply, `—` where they are missing.
enum EndpointLook {
    /// Amber from one request in a hundred, red from one in twenty; below, an ordinary figure.
    static func errorRole(_ ratio: Double) -> Role {
        ratio >= 0.05 ? .critical : ratio >= 0.01 ? .warning : .text
    }

    /// A reading that every endpoint could have.
    static func figure(_ reading: Reading<Double>, _ text: (Double) -> String) -> FigureTable.Entry
    {
        switch reading {
        case .value(let value): .plain(text(value))
        case .absent(let absence): absence.kind == .unsupported ? .blank : .absent
        }
    }

    /// The same, for what only some kinds of server have: blank where the kind never reports it.
    static func optional(
        _ endpoint: EndpointRow, _ metric: EndpointMetric, _ text: (Double) -> String
    ) -> FigureTable.Entry {
        endpoint.sample.endpoints[metric] == nil ? .blank : figure(endpoint[metric], text)
    }

    /// Share of failed requests, in per cent.
    static func errors(_ endpoint: EndpointRow) -> FigureTable.Entry {
        guard let ratio = endpoint[.errorRatio].value else {
            return figure(endpoint[.errorRatio], Format.finePercent)
        }
        return .text(Format.finePercent(ratio), errorRole(ratio))
    }

    /// `12/12`, the ready of the desired.
    static func ready(_ endpoint: EndpointRow) -> FigureTable.Entry {
        let ready = endpoint[.replicasReady].value
        let desired = endpoint[.replicasDesired].value
        guard ready != nil || desired != nil else {
            return endpoint.sample.endpoints[.replicasReady] == nil ? .blank : .absent
        }
        let text = [ready, desired].map { $0.map(Format.count) ?? Format.absent }
        let isShort = (ready ?? 0) < (desired ?? 0)
        return .text(
            desired == nil ? text[0] : "\(text[0])/\(text[1])", isShort ? .warning : .text)
    }

    /// A waiting line, brighter when there is one.
    static func queue(_ endpoint: EndpointRow) -> FigureTable.Entry {
        guard let waiting = endpoint[.requestsWaiting].value else {
            return optional(endpoint, .requestsWaiting, Format.count)
        }
        return .text(Format.count(waiting), waiting > 0 ? .bright : .text)
    }

    /// KV cache in per cent; amber where requests are about to be pushed out.
    static func cache(_ endpoint: EndpointRow) -> FigureTable.Entry {
        guard let ratio = endpoint[.cacheUsage].value else {
            return optional(endpoint, .cacheUsage) { Format.fixed($0 * 100, 0) }
        }
        return .text(Format.fixed(ratio * 100, 0), ratio >= 0.95 ? .warning : .text)
    }
}
