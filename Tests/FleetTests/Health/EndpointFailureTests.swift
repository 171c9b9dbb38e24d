import Fleet
import Support
import Testing

/// Endpoints that nobody reaches: the finding names the endpoint, says why, and since when.
@Suite struct EndpointFailureTests {
    @Test func aProbeSaysWhyAnEndpointIsDown() throws {
        var scene = HealthScene([HealthScene.endpoint("chat-70b")])
        scene.edit {
            $0.endpointStates[0] = .failed
            $0.endpointFailures = [
                SourceFailure(
                    .refused, "Nothing listens at http://a:1/.", nextStep: "Is the server running?")
            ]
        }
        let begun = scene.pass().first?.since
        scene.pass(.seconds(40))
        let finding = try #require(scene.snapshot.findings.first)
        #expect(finding.subject.kind == .endpoint && finding.subject.name == "chat-70b")
        #expect(finding.title == "unreachable: connection refused")
        #expect(finding.severity == .critical && finding.since == begun)
        #expect(finding.evidence.first == "Nothing listens at http://a:1/.")
        #expect(finding.nextStep == "Is the server running?")
        scene.edit {
            $0.endpointStates[0] = .serving
            $0.endpointFailures = []
        }
        #expect(scene.pass().isEmpty)
    }

    @Test func anAnswerThatIsNoGoodIsNotCalledUnreachable() throws {
        var scene = HealthScene([HealthScene.endpoint("chat-70b")])
        scene.edit {
            $0.endpointStates[0] = .failed
            $0.endpointFailures = [SourceFailure(.serverError, "HTTP 500")]
        }
        let finding = try #require(scene.pass().first)
        #expect(finding.title == "does not serve: server error")
        #expect(finding.nextStep == "Look at the server's own log.")
    }

    /// A page that is late says little yet; where nothing listens, nobody is served.
    @Test(arguments: [
        (SourceFailure.Kind.refused, "connection refused", Severity.critical),
        (.timedOut, "timed out", .warning), (.connectionLost, "connection lost", .warning),
    ])
    func aMetricsPageThatIsGoneNamesItsEndpoint(
        kind: SourceFailure.Kind, words: String, atOnce: Severity
    ) throws {
        var source = HealthScene.endpoint("chat-70b")
        source.sample = Sample(
            inventory: Inventory(
                endpoints: [EndpointIdentity(name: "chat-70b", kind: "vllm", url: "http://a:1")]))
        source.status = .stale(SourceFailure(kind, "It is gone."))
        var scene = HealthScene([source])
        let finding = try #require(scene.pass().first)
        #expect(finding.subject.kind == .endpoint && finding.subject.name == "chat-70b")
        #expect(finding.title == "unreachable: \(words)")
        #expect(finding.severity == atOnce)
        scene.pass(.seconds(40))
        #expect(scene.snapshot.findings.first?.severity == .critical)
    }

    @Test func aCloudOutOfReachIsNotItsEndpointsFault() throws {
        var source = HealthScene.endpoint("chat-70b")
        source.status = .stale(SourceFailure(.unreachable, "no route"))
        var scene = HealthScene([source])
        let finding = try #require(scene.pass().first)
        #expect(finding.title == "no data: unreachable")
    }

    @Test func aPageOfManyEndpointsNamesThemAsEvidence() throws {
        var source = HealthScene.endpoint("triton")
        source.sample = Sample(
            inventory: Inventory(
                endpoints: (0..<7).map { EndpointIdentity(name: "model-\($0)", kind: "triton") }))
        source.status = .stale(SourceFailure(.timedOut, "It does not answer."))
        var scene = HealthScene([source])
        let finding = try #require(scene.pass().first)
        #expect(finding.subject.kind == .source && finding.title == "no data: timed out")
        let models = "model-0, model-1, model-2, model-3, model-4 and 2 more"
        #expect(finding.evidence.contains("Not seen since: \(models)."))
    }

    @Test func everyFailureHasAdvice() {
        for kind in SourceFailure.Kind.allCases {
            #expect(!SourceFailure(kind, "").advice.isEmpty, "\(kind)")
        }
        #expect(SourceFailure(.refused, "", nextStep: "Start it.").advice == "Start it.")
    }
}
