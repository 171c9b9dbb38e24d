import Support
import Testing

/// The real program before an API server of Kubernetes that is ours.
final class KubernetesRunLab: JournalledLab {
    let lab: KubernetesLab
    let program: ProgramRun

    static let node = "/api/v1/nodes/gpu-a02"
    static let budget = "/apis/policy/v1/namespaces/chat/poddisruptionbudgets/own"
    static let own = "/apis/apps/v1/namespaces/chat/deployments/own"

    /// A lab, with a program that acts as a user of its kubeconfig.
    init(_ more: [String] = [], as user: String = "admin") throws {
        lab = try KubernetesLab()
        program = try ProgramRun(
            """
            context: prod
            sites: { hall-a: { placement: dedicated, country: DE } }
            sources:
              - kubernetes:
                  name: lab
                  site: hall-a
                  kubeconfig: \(lab.place.kubeconfig)
                  context: \(user)
                  \(more.joined(separator: "\n      "))
            """)
    }

    deinit { lab.end() }

    /// The requests that have changed something, or tried to, in earnest.
    func changes() throws -> [KubernetesLab.Request] {
        try lab.log().filter { request in
            request.method != "GET" && !request.path.contains("dryRun")
                && !request.path.hasSuffix("accessreviews")
        }
    }

    /// Whether nothing new comes to the node.
    func isCordoned() throws -> Bool { try lab.value(Self.node, "spec", "unschedulable") == "1" }
}
