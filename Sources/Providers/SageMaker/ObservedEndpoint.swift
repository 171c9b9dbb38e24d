import Fleet

/// One endpoint at one moment, to plan by and to compare with.
struct ObservedEndpoint: Sendable {
    var endpoint: SageMakerWire.Endpoint
    var configuration: SageMakerWire.EndpointConfig?
    /// Between which counts Application Auto Scaling keeps each variant; those that it leaves alone are
    /// not in it.
    var bounds: [String: CapacityBounds] = [:]
    /// Why nobody knows ``bounds``.
    var boundsFailure: String?

    typealias Variant = SageMakerWire.Endpoint.Variant

    var name: String { endpoint.EndpointName }
    var variants: [Variant] { endpoint.ProductionVariants ?? [] }

    /// As the fleet calls it: the variant is left out where it is the only one.
    func label(_ variant: Variant) -> String {
        variants.count == 1 ? name : "\(name)/\(variant.VariantName)"
    }

    /// The variant that a target means.
    func variant(_ uid: String) -> Variant? {
        variants.first { label($0) == uid || "\(name)/\($0.VariantName)" == uid }
    }

    /// What it is doing.
    enum Standing: Sendable, Hashable {
        case settled
        /// It takes no change before this is over.
        case underWay(String)
        /// It takes no change at all.
        case broken(String)
    }

    var standing: Standing {
        let status = CleanText.clean(endpoint.EndpointStatus, limit: 40)
        let reason = endpoint.FailureReason.map { ": \(CleanText.clean($0, limit: 200))" } ?? ""
        switch endpoint.EndpointStatus {
        case "InService":
            return endpoint.PendingDeploymentSummary == nil
                ? .settled : .underWay("another configuration is being rolled out")
        case "Updating", "SystemUpdating", "Creating": return .underWay("\(name) is \(status)")
        default: return .broken("\(name) is \(status)\(reason)")
        }
    }

    /// What was seen, to tell later whether anybody was there: a look, for there is no lock.
    var token: String {
        guard standing == .settled, let time = endpoint.LastModifiedTime else { return "" }
        return "LastModifiedTime=\(time)"
    }

    /// The share (0...1) of requests that each variant gets by these weights; empty where the service
    /// tells no weights, or all of them are 0.
    func shares(_ weight: (Variant) -> Double?) -> [String: Double] {
        let weights = variants.compactMap(weight)
        let total = weights.reduce(0, +)
        guard weights.count == variants.count, total > 0 else { return [:] }
        return Dictionary(
            zip(variants.map(\.VariantName), weights.map { $0 / total }),
            uniquingKeysWith: { first, _ in first })
    }
}

extension SageMakerWire.Endpoint.Variant {
    /// The weight that it is to have; stand-ins tell only the present one.
    var wantedWeight: Double? { DesiredWeight ?? CurrentWeight }
    /// The instances that it is to have, as the 32 bits of AWS hold them.
    var wantedCount: Int? {
        (DesiredInstanceCount ?? CurrentInstanceCount).map { max(0, min($0, Int(Int32.max))) }
    }
    /// Those that it has.
    var presentCount: Int? { CurrentInstanceCount.map { max(0, min($0, Int(Int32.max))) } }
    var isServerless: Bool { CurrentServerlessConfig != nil }
    /// Whether SageMaker itself chooses how many instances there are.
    var isManaged: Bool { ManagedInstanceScaling?.Status == "ENABLED" }
}

/// Between which counts Application Auto Scaling keeps a variant.
struct CapacityBounds: Sendable, Hashable {
    var least: Int
    var most: Int

    init(least: Int, most: Int) {
        self.least = least
        self.most = most
    }

    /// `1-4`.
    init?(_ text: String) {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 2, parts[0] <= parts[1] else { return nil }
        self.init(least: parts[0], most: parts[1])
    }

    var text: String { "\(least)-\(most)" }

    /// The bounds that move a count of `now` to `wanted` and keep it from being moved further back.
    func moved(from now: Int, to wanted: Int) -> CapacityBounds {
        wanted >= now
            ? CapacityBounds(least: wanted, most: max(most, wanted))
            : CapacityBounds(least: min(least, wanted), most: wanted)
    }
}

/// Weights and shares as text.
enum WeightText {
    /// A weight: six digits behind the point are more than the service keeps.
    static func of(_ weight: Double) -> String { text(weight, 1e6) }

    /// A share (0...1) in percent, with two digits behind the point.
    static func percent(_ share: Double) -> String { text(share * 100, 100) }

    private static func text(_ number: Double, _ digits: Double) -> String {
        let text = "\((number * digits).rounded() / digits)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Whether two weights are the same: the service keeps single precision.
    static func isSame(_ left: Double, _ right: Double) -> Bool {
        abs(left - right) <= max(abs(left), abs(right)) * 1e-4 + 1e-9
    }
}
