import Fleet

/// Where it is written which cluster to ask, and as whom.
struct KubePlace: Sendable, Hashable {
    /// A kubeconfig, instead of those that kubectl reads.
    var file: String?
    /// A context, instead of the current one.
    var context: String?
    /// Whether only the cluster that we run in is meant.
    var isInside = false
    /// Where pods find their token and their cluster's authority.
    var folder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// What it says now. The kubeconfig goes before the cluster that we run in, as for kubectl.
    func target(_ environment: [String: String]) throws(SourceFailure) -> KubeTarget {
        if isInside {
            guard let target = inside(environment) else {
                throw SourceFailure(
                    .notConfigured, "We do not run in a pod: KUBERNETES_SERVICE_HOST is not set.",
                    nextStep: "Name a kubeconfig instead of in_cluster.")
            }
            return target
        }
        do throws(KubeConfig.Problem) {
            let files = file.map { [$0] } ?? KubeConfig.files(environment)
            return try KubeConfig(files: files).target(context)
        } catch {
            if file == nil, context == nil, let target = inside(environment) { return target }
            let text = error.message.prefix(1).uppercased() + error.message.dropFirst()
            throw SourceFailure(
                .notConfigured, "\(text).",
                nextStep: "Look what kubectl config get-contexts says; name kubeconfig or context.")
        }
    }

    private func inside(_ environment: [String: String]) -> KubeTarget? {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty,
            host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"/?#@".utf8.contains($0) })
        else { return nil }
        let port = environment["KUBERNETES_SERVICE_PORT"].flatMap { UInt16($0) } ?? 443
        return KubeTarget(inClusterAt: host, port: "\(port)", folder: folder)
    }
}
