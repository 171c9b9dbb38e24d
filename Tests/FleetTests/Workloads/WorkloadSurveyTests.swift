import Support
import Testing

@testable import Fleet

/// Which services there are, and which servers and endpoints are one.
@Suite struct WorkloadSurveyTests {
    private let fleet = SampleWorkloads.fleet()

    private func workload(_ name: String, in fleet: FleetSnapshot) throws -> Workload {
        try #require(fleet.workloads.first { $0.name == name })
    }

    @Test func theConfiguredComeFirstThenWhatRoutersTell() {
        #expect(
            fleet.workloads.map(\.id) == [
                "chat-70b", "fraud", "embed", "speech", "haproxy/edge/search",
                "sagemaker/us-east-1/vision",
            ])
        #expect(fleet.workloads.map(\.isConfigured) == [true, true, true, true, false, false])
        #expect(fleet.workloads.map(\.sides.count) == [2, 2, 1, 0, 2, 2])
    }

    @Test func serversAreJoinedWithTheEndpointsAtTheirAddress() throws {
        let chat = try workload("chat-70b", in: fleet)
        let joined = chat.sides.map { side in
            side.joined.map { fleet.sources[$0.source].id.instance }
        }
        #expect(joined == [["chat-70b.hall-a"], ["chat-70b.us-east-1"]])
        #expect(chat.sides.map(\.site) == ["hall-a", "us-east-1"])
    }

    @Test func aServersSiteIsNeverThatOfItsRouter() throws {
        #expect(try workload("fraud", in: fleet).sides.map(\.site) == ["hall-b", "hall-b"])
        #expect(try workload("search", in: fleet).sides.map(\.site) == [nil, nil])
        #expect(try workload("vision", in: fleet).sides.map(\.site) == ["us-east-1", "us-east-1"])
    }

    @Test func whatTheServerSaysGoesBeforeItsRouterWhileItIsCurrent() throws {
        let own = try workload("chat-70b", in: fleet).sides[0]
        #expect(own.value(.requestRate, in: fleet) == 4120)
        #expect(own.value(.share, in: fleet) == 0.82)
        var silent = fleet
        let place = own.joined[0].source
        silent.sources[place].status = .stale(SourceFailure(.silent, "Nothing heard."))
        #expect(own.value(.requestRate, in: silent) == 4000)
        #expect(own.meanInstead(in: silent) == 0.3)
        #expect(own.isCurrent(.requestRate, in: silent))
    }

    @Test func aSideThatGetsNothingIsNotTheWorst() throws {
        // Its mean of four seconds is that of the requests before it was drained.
        let fraud = try workload("fraud", in: fleet)
        let latency = try #require(fraud.latency(in: fleet))
        #expect(latency.seconds == 0.021 && latency.isMean)
        let vision = try workload("vision", in: fleet)
        #expect(vision.worst(.errorRatio, in: fleet) == 0.02)
        #expect(vision.requestRate(in: fleet) == 200)
    }

    @Test func whatNobodyTellsIsNotZero() throws {
        let search = try workload("search", in: fleet)
        #expect(search.requestRate(in: fleet) == nil)
        #expect(search.latency(in: fleet) == nil)
        #expect(search.worst(.errorRatio, in: fleet) == nil)
        let speech = try workload("speech", in: fleet)
        #expect(speech.router == "haproxy/speech" && speech.source == nil)
        #expect(speech.requestRate(in: fleet) == nil)
        #expect(!speech.isLive(in: fleet))
    }

    @Test func twoRoutersOfOneNameAreTwoRows() {
        var two = fleet
        let place = two.sources.firstIndex { $0.id == SampleWorkloads.router } ?? 0
        two.sources.append(two.sources[place])
        two.sources[two.sources.count - 1].id = SourceID(provider: "haproxy", instance: "other")
        let ids = WorkloadSurvey.of(two).map(\.id)
        #expect(ids[0] == "chat-70b haproxy/edge/chat" && ids[1] == "chat-70b haproxy/other/chat")
        #expect(ids[2] == "fraud", "that router is named by its source")
        #expect(Set(ids).count == ids.count)
    }

    @Test func itIsLookedForAgainOnlyWhereRowsHaveChanged() {
        var survey = WorkloadSurvey()
        #expect(survey.update(fleet) == fleet.workloads)
        var next = fleet
        next.declaredWorkloads.removeLast()
        #expect(survey.update(next).map(\.id).contains("speech") == false)
        next.sources.removeLast()
        #expect(survey.update(next).map(\.name).contains("vision") == false)
        #expect(survey.update(next) == WorkloadSurvey.of(next))
    }

    @Test func withoutARouterTheEndpointsOfItsNameServeIt() throws {
        let embed = try workload("embed", in: fleet)
        #expect(embed.source == nil && embed.router == nil)
        #expect(embed.sides.map(\.site) == ["hall-a"])
        #expect(embed.requestRate(in: fleet) == 1090)
    }
}
