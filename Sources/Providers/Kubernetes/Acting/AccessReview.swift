import Collector
import Fleet

/// What the API server says of a right of ours (authorization.k8s.io/v1 SelfSubjectAccessReview).
enum AccessReview: Sendable, Hashable {
    case allowed
    /// The right that is missing, and why; empty where it says nothing.
    case denied(KubernetesRight, String)
    /// It does not say, and why.
    case unknown(String)

    private struct Object: Decodable {
        struct Status: Decodable {
            var allowed: Bool
            /// Whether that is for good: else somebody else might have allowed it.
            var denied: Bool?
            var reason: String?
            var evaluationError: String?
        }
        var status: Status
    }

    /// What an answer says of a right.
    init(_ answer: KubernetesAnswer, of right: KubernetesRight) {
        do throws(SourceFailure) {
            let status = try answer.object(Object.self).status
            let reason = KubeText.said(status.reason ?? "")
            if status.allowed {
                self = .allowed
            } else if status.denied != true, let odd = status.evaluationError, !odd.isEmpty {
                self = .unknown(KubeText.said(odd))
            } else {
                self = .denied(right, reason)
            }
        } catch { self = .unknown(error.message) }
    }

    /// The question whether we have a right. It changes nothing, and everybody may ask it.
    static func request(_ right: KubernetesRight) -> KubernetesRequest {
        let attributes = [
            ("verb", right.verb), ("group", right.group), ("resource", right.resource),
            ("subresource", right.subresource), ("namespace", right.namespace),
            ("name", right.name),
        ]
        let spec = JSONText.object(
            attributes.filter { !$0.1.isEmpty }.map { ($0.0, JSONText.quoted($0.1)) })
        let body = JSONText.object([
            ("apiVersion", JSONText.quoted("authorization.k8s.io/v1")),
            ("kind", JSONText.quoted("SelfSubjectAccessReview")),
            ("spec", JSONText.object([("resourceAttributes", spec)])),
        ])
        return KubernetesRequest(
            "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            body: Array(body.utf8))
    }
}

extension KubernetesActing {
    /// Whether we have all of some rights to one verb and kind. The widest is asked for first, which is
    /// one question in most clusters; where that is not given, each namespace, and then each name.
    func review(_ rights: Set<KubernetesRight>) async -> AccessReview {
        guard let widest = KubernetesRight(shared: rights) else { return .allowed }
        let answer: AccessReview
        switch await client.exchange(AccessReview.request(widest)) {
        case .answered(let said): answer = AccessReview(said, of: widest)
        case .unsent(let failure), .lost(let failure): answer = .unknown(failure.message)
        }
        guard case .denied = answer, rights.count > 1 else { return answer }
        let spaces = Set(rights.map(\.namespace)).sorted()
        let parts: [Set<KubernetesRight>] =
            spaces.count > 1
            ? spaces.map { space in rights.filter { $0.namespace == space } }
            : rights.sorted { $0.name < $1.name }.map { [$0] }
        for part in parts {
            let narrower = await review(part)
            guard narrower == .allowed else { return narrower }
        }
        return .allowed
    }
}
