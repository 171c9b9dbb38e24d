package import Collector
package import Fleet

/// What the instances of a router count while a stage is held. Requests that no server answered are
/// nobody's errors but those of who asks: they are told by no server, and belong to the workload.
package struct RouterWatch: Sendable {
    /// What has come to one instance since the stage was begun.
    private struct Part {
        var name: String
        var requests: Int
        var unanswered: Int?

        var ratio: Double? {
            guard requests >= RouterWatch.enough, let unanswered, unanswered <= requests
            else { return nil }
            return Double(unanswered) / Double(requests)
        }
    }

    private struct Key: Hashable {
        var place: String
        var service: String
    }

    /// The first look of all, and those at which the stage was begun and last looked at.
    private var first: [Key: RouterTraffic] = [:]
    private var start: [Key: RouterTraffic] = [:]
    private var last: [Key: RouterTraffic] = [:]
    /// The part (0...1) that no server answered before the first request; `nil` with too few to tell.
    private var before: Double?

    /// Requests to see it by.
    static let enough = Int(BearingTally.enough)

    /// Nothing yet.
    package init() {}

    /// One more look.
    package mutating func take(_ traffic: [RouterTraffic]) {
        for one in traffic {
            let key = Key(place: one.place, service: one.service)
            // One that was started anew counts from nothing.
            if let then = last[key], one.requests < then.requests {
                (first[key], start[key]) = (one, one)
            }
            if first[key] == nil { first[key] = one }
            if start[key] == nil { start[key] = one }
            last[key] = one
        }
    }

    /// All that has come until now has come before the first request.
    package mutating func begin(_ traffic: [RouterTraffic]) {
        take(traffic)
        before = whole(parts)?.ratio
        enter()
    }

    /// The next stage is begun.
    mutating func enter() { start = last }

    private var parts: [Part] {
        last.keys.sorted { ($0.place, $0.service) < ($1.place, $1.service) }.compactMap { key in
            guard let now = last[key], let then = start[key] else { return nil }
            var unanswered: Int?
            if let new = now.unanswered, let old = then.unanswered {
                unanswered = max(0, new - old)
            }
            return Part(
                name: key.place, requests: now.requests - then.requests, unanswered: unanswered)
        }
    }

    /// All of it as one.
    private func whole(_ parts: [Part]) -> Part? {
        guard var sum = parts.first else { return nil }
        for part in parts.dropFirst() {
            sum.requests += part.requests
            if let new = part.unanswered { sum.unanswered = (sum.unanswered ?? 0) + new }
        }
        sum.name = "all instances"
        return sum
    }

    /// Who is to receive more, and gets nothing at an instance; `nil` for nobody.
    package func downness(_ receivers: [ActionTarget]) -> String? {
        for key in last.keys.sorted(by: { $0.place < $1.place }) {
            for target in receivers {
                if let status = last[key]?.down[target.uid] {
                    return "\(target.uid) is \(status) at \(key.place)"
                }
            }
        }
        return nil
    }

    /// What no server answers beyond what is allowed (0...1), and beyond twice what was so before; `nil`
    /// for nothing.
    package func breach(over allowed: Double) -> String? {
        let limit = max(allowed, 2 * (before ?? 0))
        let parts = parts
        let all = parts.count > 1 ? [whole(parts)].compactMap { $0 } : []
        for part in parts + all {
            guard let ratio = part.ratio, ratio > limit else { continue }
            return
                "\(part.name): \(Self.percent(ratio)) of \(part.requests) requests were answered "
                + "by no server, over \(Self.percent(limit))"
        }
        return nil
    }

    /// The instances to which too few requests have come in this stage to judge it by, and how many; those
    /// alone that get any at all where `isUsed`.
    package func quiet(isUsed: Bool) -> [String] {
        last.keys.sorted { $0.place < $1.place }.compactMap { key in
            guard let now = last[key], let then = start[key], let origin = first[key] else {
                return nil
            }
            let count = now.requests - then.requests
            guard count < Self.enough, !isUsed || now.requests > origin.requests else { return nil }
            return "\(key.place): \(count) of \(Self.enough) requests have come"
        }
    }

    private static func percent(_ ratio: Double) -> String {
        let tenths = Int((ratio * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
