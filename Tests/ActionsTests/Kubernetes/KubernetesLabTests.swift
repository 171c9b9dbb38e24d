import Support
import Testing

/// The API server of the tests takes no request that breaks off.
@Suite(.serialized) struct KubernetesLabTests {
    @Test(arguments: ["PATCH", "DELETE", "GET"])
    func aClientThatIsKilledInMidRequestHasAskedForNothing(method: String) throws {
        let lab = try KubernetesLab()
        defer { lab.end() }
        let path = "/api/v1/namespaces/chat/pods/finished"
        let port = try #require(lab.place.url.split(separator: ":").last.map(String.init))
        let broken = try Tools.python(
            "http/broken_requests.py",
            [
                port, method, path, "Authorization: Bearer token-of-admin",
                "Content-Type: application/merge-patch+json",
            ])
        #expect(broken.status == 0, "\(broken)")
        let token = "Authorization: Bearer token-of-admin"
        let answer = try Tools.run(["curl", "-s", "-H", token, lab.place.url + path])
        #expect(answer.output.contains(#""name": "finished""#), "\(answer)")
        #expect(!answer.output.contains("deletionTimestamp"))
        #expect(lab.complaints.isEmpty, "\(lab.complaints)")
    }
}
