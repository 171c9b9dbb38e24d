import Testing

@testable import Providers

/// What RBAC calls a request, as `kubectl auth can-i` is asked.
@Suite struct KubernetesRightTests {
    @Test(arguments: [
        ("GET", "/api/v1/nodes", "list nodes"), ("GET", "/api/v1/nodes/a", "get nodes"),
        ("PATCH", "/api/v1/nodes/a", "patch nodes"),
        ("GET", "/api/v1/namespaces/chat/pods", "list pods in namespace chat"),
        (
            "POST", "/api/v1/namespaces/chat/pods/x/eviction",
            "create pods/eviction in namespace chat"
        ),
        (
            "PATCH", "/apis/apps/v1/namespaces/chat/deployments/own/scale",
            "patch deployments.apps/scale in namespace chat"
        ),
        (
            "GET", "/apis/autoscaling/v2/horizontalpodautoscalers",
            "list horizontalpodautoscalers.autoscaling"
        ),
        ("DELETE", "/api/v1/namespaces/chat/pods/x", "delete pods in namespace chat"),
        ("GET", "/api/v1/namespaces/chat", "get namespaces"),
        ("GET", "/", "list "),
    ])
    func sentences(_ method: String, _ path: String, _ sentence: String) {
        let request = KubernetesRequest(method, path, body: [])
        #expect(request.right.sentence == sentence)
    }
}
