import Actions
import Fleet
import Support
import Testing

/// One way in which a cluster is acted on, and how it looks from outside.
enum KubernetesDeed: String, Sendable, CaseIterable {
    case scale, bounds, reroute, cordon, resume, drain

    /// A new order of it.
    var order: ActionOrder {
        switch self {
        case .scale: KubernetesScene.scale("own", 3)
        case .bounds: KubernetesScene.scale("embed", 3)
        case .reroute: KubernetesScene.shift(0.5)
        case .cordon: KubernetesScene.order(.cordon, ["gpu-b01"])
        case .resume: KubernetesScene.order(.resume, ["gpu-b01"])
        case .drain: KubernetesScene.order(.drain, ["gpu-b01"])
        }
    }

    /// The method of its request, and a part of where that goes. Of a drain it is an eviction, which
    /// comes after the cordon.
    var request: (method: String, part: String) {
        switch self {
        case .scale: ("PATCH", "own/scale")
        case .bounds: ("PATCH", "horizontalpodautoscalers/embed")
        case .reroute: ("PATCH", "httproutes/chat")
        case .cordon, .resume: ("PATCH", "nodes/gpu-b01")
        case .drain: ("POST", "solo/eviction")
        }
    }

    /// Whether something of it is done before that request, which goes back when that is refused.
    var hasBegun: Bool { self == .drain }

    private static let node = "/api/v1/nodes/gpu-b01"
    private static let pods = "/api/v1/namespaces/chat/pods"
    private static let autoscaler =
        "/apis/autoscaling/v2/namespaces/chat/horizontalpodautoscalers/embed"

    /// Makes it possible.
    func prepare(_ scene: KubernetesScene) async throws {
        switch self {
        case .resume:
            let end = try await scene.carryOut(
                KubernetesScene.order(.cordon, ["gpu-b01"]), with: scene.provider())
            #expect(end.state == .converged, "\(end.sentence)")
        case .drain: try scene.lab.say("create", Self.pods, Self.solo)
        default: break
        }
    }

    private static let solo = """
        {"metadata":{"name":"solo","ownerReferences":[{"apiVersion":"batch/v1","kind":"Job",\
        "name":"train","uid":"j","controller":true}]},"spec":{"nodeName":"gpu-b01",\
        "containers":[]},"status":{"phase":"Running"}}
        """

    /// What it is about, as it is now.
    func now(_ scene: KubernetesScene) throws -> String {
        switch self {
        case .scale: try scene.replicas("own")
        case .bounds: try scene.lab.value(Self.autoscaler, "spec", "minReplicas")
        case .reroute: try scene.weights().joined(separator: "/")
        case .cordon, .resume: try scene.lab.value(Self.node, "spec", "unschedulable")
        case .drain: try scene.lab.pods(on: "gpu-b01")["solo"] == nil ? "gone" : "there"
        }
    }

    /// How that is before and after.
    var course: (before: String, after: String) {
        switch self {
        case .scale: ("2", "3")
        case .bounds: ("1", "3")
        case .reroute: ("100/0", "50/50")
        case .cordon: ("", "1")
        case .resume: ("1", "")
        case .drain: ("there", "gone")
        }
    }

    /// What somebody else does that makes it something else: the lab's words, as JSON.
    var rival: String {
        switch self {
        case .scale: Self.patch("\(KubernetesScene.deployments)/own", #"{"spec":{"replicas":4}}"#)
        case .bounds: Self.patch(Self.autoscaler, #"{"spec":{"minReplicas":2}}"#)
        case .reroute: Self.patch(KubernetesScene.route, KubernetesScene.weights(67, 33))
        // Another one of the same name.
        case .cordon:
            Self.replace(
                "/api/v1/nodes", "gpu-b01",
                #"{"metadata":{"name":"gpu-b01"},"status":{"allocatable":{}}}"#)
        case .resume:
            Self.patch(Self.node, #"{"metadata":{"annotations":{"hybridtop/cordoned-by":"bo"}}}"#)
        case .drain: Self.replace(Self.pods, "solo", Self.solo)
        }
    }

    /// Sets it back, as somebody else would.
    func revert(_ scene: KubernetesScene) throws {
        switch self {
        case .scale:
            try scene.lab.say(
                "patch", "\(KubernetesScene.deployments)/own", #"{"spec":{"replicas":2}}"#)
        case .bounds:
            try scene.lab.say(
                "patch", Self.autoscaler, #"{"spec":{"minReplicas":1,"maxReplicas":4}}"#)
        case .reroute:
            try scene.lab.say("patch", KubernetesScene.route, KubernetesScene.weights(100, 0))
        case .cordon, .resume: break
        case .drain: try scene.lab.say("patch", Self.node, #"{"spec":{"unschedulable":null}}"#)
        }
    }

    private static func patch(_ path: String, _ text: String) -> String {
        #"[["patch","\#(path)",\#(quoted(text))]]"#
    }

    private static func replace(_ path: String, _ name: String, _ text: String) -> String {
        #"[["delete","\#(path)/\#(name)"],["create","\#(path)",\#(quoted(text))]]"#
    }

    private static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\"", with: "\\\""))\""
    }
}

extension KubernetesScene {
    /// A patch that gives the backends of the route such weights.
    static func weights(_ own: Int, _ rented: Int) -> String {
        """
        {"spec":{"rules":[{"backendRefs":[\
        {"kind":"Service","name":"own","port":8000,"weight":\(own)},\
        {"kind":"Service","name":"rented","port":8000,"weight":\(rented)}]}]}}
        """
    }

    private static let uncordon = #"{"op":"remove","path":"/spec/unschedulable"}"#

    /// What was sent of a deed; the cordon that is taken back is none of it.
    func sent(_ deed: KubernetesDeed) throws -> [KubernetesLab.Request] {
        try changes().filter { request in
            request.path.contains(deed.request.part)
                && (deed != .resume || request.body.contains(Self.uncordon))
        }
    }
}
