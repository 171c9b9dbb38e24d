import Fleet

/// A node (core/v1), as far as it is read.
struct KubeNode: KubernetesObject, Hashable {
    struct Spec: Sendable, Decodable, Hashable {
        var unschedulable: Bool?
        var taints: [Taint]?
        var providerID: String?
    }

    struct Taint: Sendable, Decodable, Hashable {
        var key: String
        var value: String?
        var effect: String?
    }

    struct Status: Sendable, Decodable, Hashable {
        var capacity: KubeResources?
        var allocatable: KubeResources?
        var conditions: [KubeCondition]?
        var nodeInfo: Info?
    }

    struct Info: Sendable, Decodable, Hashable {
        var osImage: String?
        var kernelVersion: String?
        var kubeletVersion: String?
        var bootID: String?
    }

    var metadata: KubeMeta
    var spec: Spec?
    var status: Status?

    /// As the API calls it, cleaned.
    var name: String { CleanText.clean(metadata.name) }
    var isCordoned: Bool { spec?.unschedulable == true }
    var isReady: Bool { status?.conditions["Ready"]?.status == "True" }

    /// GPUs that pods can be given; `nil` where the node says nothing of any.
    var accelerators: Int? {
        let all = status?.allocatable ?? status?.capacity
        return all?.tellsAccelerators == true ? all?.accelerators : nil
    }

    /// NVIDIA GPUs where each is given out as a whole, and as many as its discovery has counted.
    var wholeGPUs: Int? {
        let count = status?.allocatable?["nvidia.com/gpu"]?.count ?? 0
        guard count > 0, accelerators == count, metadata.label("nvidia.com/gpu.count") == "\(count)"
        else { return nil }
        return metadata.label("nvidia.com/gpu.sharing-strategy").map { $0 == "none" } ?? true
            ? count : nil
    }

    /// NVIDIA GPUs that were built into it, answering or not; `nil` where its discovery has not counted
    /// them. What is given out in shares is more than there is.
    var physicalGPUs: Int? {
        guard let count = metadata.label("nvidia.com/gpu.count").flatMap({ Int($0) }) else {
            return nil
        }
        let isShared =
            metadata.label("nvidia.com/gpu.sharing-strategy").map { $0 != "none" }
            ?? metadata.label("nvidia.com/gpu.replicas").map { $0 != "1" } ?? false
        return isShared ? count : max(count, status?.capacity?["nvidia.com/gpu"]?.count ?? 0)
    }

    /// What tells it from others, with what its source was labelled with.
    func identity(_ labels: [String: String]) -> NodeIdentity {
        let info = status?.nodeInfo
        let system = [info?.osImage, info?.kernelVersion].compactMap(\.self)
        var identity = NodeIdentity(
            name: name, driver: metadata.label("nvidia.com/cuda.driver-version.full"),
            cuda: metadata.label("nvidia.com/cuda.runtime-version.full"),
            system: system.isEmpty ? nil : CleanText.clean(system.joined(separator: " ")),
            bootID: info?.bootID.map { CleanText.clean($0) }, labels: labels)
        let own: [(String, String?)] = [
            (
                "gpu",
                metadata.label(
                    "nvidia.com/gpu.product", "cloud.google.com/gke-accelerator",
                    "amd.com/gpu.product-name")
            ),
            ("region", metadata.label("topology.kubernetes.io/region")),
            ("zone", metadata.label("topology.kubernetes.io/zone")),
            ("instance", metadata.label("node.kubernetes.io/instance-type")),
            ("pool", pool), ("capacity", capacityType), ("taints", taints),
        ]
        for (key, value) in own where identity.labels[key] == nil { identity.labels[key] = value }
        return identity
    }

    /// The group of nodes that it was made in.
    var pool: String? {
        metadata.label(
            "karpenter.sh/nodepool", "eks.amazonaws.com/nodegroup",
            "cloud.google.com/gke-nodepool", "kubernetes.azure.com/agentpool", "agentpool")
    }

    /// `spot`, `on-demand`, as its cloud calls it.
    private var capacityType: String? {
        metadata.label(
            "karpenter.sh/capacity-type", "eks.amazonaws.com/capacityType",
            "kubernetes.azure.com/scalesetpriority")
            ?? metadata.label("cloud.google.com/gke-spot").map { _ in "spot" }
    }

    /// What keeps pods away that do not bear it, without what Kubernetes itself puts there.
    private var taints: String? {
        let own = (spec?.taints ?? []).filter { !$0.key.hasPrefix("node.kubernetes.io/") }
        guard !own.isEmpty else { return nil }
        return KubeText.said(own.map(\.text).joined(separator: ", "), limit: 128)
    }
}

extension KubeNode.Taint {
    /// `dedicated=ml:NoSchedule`.
    var text: String {
        key + (value.map { $0.isEmpty ? "" : "=\($0)" } ?? "") + (effect.map { ":\($0)" } ?? "")
    }
}
