import FoundationEssentials

/// What keeps the counts of some variants by itself, as Application Auto Scaling does (service model
/// 2016-02-06): the instance that the cloud adds in each round of the script is its doing.
struct SimulatedScaling: Sendable {
    let load: SimulatedLoad
    let time: Double

    /// What somebody or something has made of a variant at a moment.
    struct Move: Sendable, Hashable {
        var time: Double
        var from: SimulatedOrders.Capacity
        var to: SimulatedOrders.Capacity
        /// Seconds for each instance that comes or goes.
        var each: Double

        /// Seconds before anything happens.
        static let delay = 10.0
        /// For an instance of what is at hand.
        static let usual = 8.0

        /// When all of it is there.
        var end: Double {
            time + Self.delay + each * Double(abs(to.instances - from.instances))
        }
    }

    /// Between which counts a variant is kept now; `nil` for one that is left alone.
    func bounds(_ key: String) -> ClosedRange<Int>? {
        guard key == Self.scaled else { return nil }
        return load.orders.bounds(of: key, at: time).last?.bounds ?? Self.bounds
    }

    /// What last moved a variant; `nil` where it is as it was at first.
    func lastMove(_ key: String, from first: SimulatedOrders.Capacity) -> Move? {
        var last: Move?
        var bounds = Self.bounds
        // As many as the load wants, whatever anybody says.
        var wish = first.instances
        for event in events(key) {
            let now = last?.to ?? first
            var next = now
            var each = Move.usual
            switch event {
            case .told(_, let capacity): next = capacity
            case .bounds(_, let told): bounds = told
            case .step(let change, let time, let wait):
                // What is being changed is left alone.
                if let last, last.end > time { continue }
                wish = first.instances + max(change, 0)
                each = wait
            }
            if !event.isTold { next.instances = Self.kept(wish, bounds) }
            guard next != now || event.isTold else { continue }
            last = Move(time: event.time, from: now, to: next, each: each)
            if event.isTold, let move = last, isUnserved(move) { last = unserved(move) }
        }
        return last
    }

    /// Whether the cloud has no machines for what somebody has asked for.
    private func isUnserved(_ move: Move) -> Bool {
        load.chaos.contains(.noCapacity) && move.to.instances > move.from.instances
            && load.noise.fixed(Int(move.time) + 98_000) < 0.5
    }

    /// It looks for them for a while; then all is as it was before.
    private func unserved(_ move: Move) -> Move {
        let end = move.time + Self.search
        if time < end {
            return Move(time: move.time, from: move.from, to: move.to, each: 2 * Self.search)
        }
        var back = move.to
        back.instances = move.from.instances
        return Move(time: end, from: back, to: back, each: Move.usual)
    }

    private static let search = 30.0

    private enum Event {
        case told(Double, SimulatedOrders.Capacity)
        case bounds(Double, ClosedRange<Int>)
        /// One more or less, as the load wants it, and the seconds that it takes.
        case step(Int, Double, each: Double)

        var time: Double {
            switch self {
            case .told(let time, _), .bounds(let time, _), .step(_, let time, _): time
            }
        }

        var isTold: Bool { if case .told = self { true } else { false } }
    }

    /// All that happened to a variant until now, oldest first.
    private func events(_ key: String) -> [Event] {
        let told = load.orders.capacities(of: key, at: time).map {
            Event.told($0.time, $0.capacity)
        }
        guard key == Self.scaled else { return told }
        let bounds = load.orders.bounds(of: key, at: time).map { Event.bounds($0.time, $0.bounds) }
        let growth = SimulatedIncidents.growth
        let steps = (0...SimulatedIncidents(at: time).round).flatMap { round -> [Event] in
            let start = Double(round) * SimulatedIncidents.period
            // The kind of machine is rare: it takes the whole incident until one is there.
            let wait = growth.end - growth.start - Move.delay
            return [
                .step(1, start + growth.start, each: wait),
                .step(-1, start + growth.end + 50, each: Move.usual),
            ]
        }
        return (told + bounds + steps).filter { $0.time <= time }.sorted { $0.time < $1.time }
    }

    private static func kept(_ count: Int, _ bounds: ClosedRange<Int>) -> Int {
        min(max(count, bounds.lowerBound), bounds.upperBound)
    }

    /// The variant that it keeps, and between which counts at first.
    private static let scaled = "\(SimulatedIncidents.growingEndpoint)/AllTraffic"
    private static let bounds = 3...4
}

/// Its answers.
extension SimulatedScaling {
    private struct Question: Decodable {
        let ResourceIds: [String]?
        let ResourceId: String?
        let MinCapacity: Int?
        let MaxCapacity: Int?
    }

    /// The answer to DescribeScalableTargets.
    func describe(_ body: [UInt8]) -> String? {
        guard let question = try? JSONDecoder().decode(Question.self, from: Data(body)) else {
            return nil
        }
        let targets = (question.ResourceIds ?? []).compactMap { resource -> String? in
            guard let key = Self.key(resource), let bounds = bounds(key) else { return nil }
            return """
                {"ServiceNamespace":"sagemaker","ResourceId":"\(resource)",\
                "ScalableDimension":"sagemaker:variant:DesiredInstanceCount",\
                "MinCapacity":\(bounds.lowerBound),"MaxCapacity":\(bounds.upperBound)}
                """
        }
        return "{\"ScalableTargets\":[\(targets.joined(separator: ","))]}"
    }

    /// The answer to RegisterScalableTarget; a refusal where it cannot be done.
    func register(_ body: [UInt8]) -> Result<String, SimulatedEndpoints.Refusal> {
        guard let question = try? JSONDecoder().decode(Question.self, from: Data(body)),
            let key = question.ResourceId.flatMap(Self.key), bounds(key) != nil,
            let least = question.MinCapacity, let most = question.MaxCapacity, least <= most,
            least >= 0
        else { return .failure(.init(message: "No scalable target of that kind is known.")) }
        load.orders.set(key, least...most, at: time)
        return .success("{}")
    }

    /// `endpoint/NAME/variant/NAME` as the orders call it.
    private static func key(_ resource: String) -> String? {
        let parts = resource.split(separator: "/")
        guard parts.count == 4, parts[0] == "endpoint", parts[2] == "variant" else { return nil }
        return "\(parts[1])/\(parts[3])"
    }
}
