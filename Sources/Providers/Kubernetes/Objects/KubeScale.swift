/// The scale subresource (autoscaling/v1 Scale), as far as it is read.
struct KubeScale: Sendable, Decodable {
    struct Status: Sendable, Decodable { var selector: String? }

    var metadata: KubeMeta
    var status: Status?
}
