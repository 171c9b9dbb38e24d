import Fleet
import FoundationEssentials

/// What the API server says instead of an object: why not, or that it is done (meta/v1 Status).
struct KubernetesStatus: Sendable, Decodable, Hashable {
    /// What the whole is made of: which pod disruption budget, which field.
    struct Details: Sendable, Decodable, Hashable {
        var name: String?
        var kind: String?
        var uid: String?
        var causes: [Cause]?
        var retryAfterSeconds: Int?
    }

    /// One reason.
    struct Cause: Sendable, Decodable, Hashable {
        var reason: String?
        var message: String?
        var field: String?
    }

    var kind: String
    /// `Success` or `Failure`.
    var status: String?
    /// A word for programs: `Conflict`, `NotFound`, `TooManyRequests`, `Expired`.
    var reason: String?
    /// A sentence for people, uncleaned.
    var message: String?
    var details: Details?
    var code: Int?

    /// What a body says; `nil` where it is no Status.
    static func read(_ body: [UInt8]) -> KubernetesStatus? {
        guard body.count < 1 << 20, body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
            let found = try? JSONDecoder().decode(Self.self, from: Data(body)),
            found.kind == "Status"
        else { return nil }
        return found
    }

    /// The sentence with its causes, cleaned; empty where it says nothing.
    var sentence: String {
        let causes = (details?.causes ?? []).compactMap(\.message).prefix(3)
        let main = message ?? reason ?? ""
        let more = causes.filter { !main.contains($0) }
        return KubeText.said(([main] + more).joined(separator: "; "), limit: 300)
    }
}
