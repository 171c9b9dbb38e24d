import Fleet
import Foundation
import Testing

@testable import Providers

/// Pods in states that a small cluster does not bring about.
@Suite struct KubePodTests {
    private func pod(_ spec: String, _ status: String = "{}", _ meta: String = "") throws -> KubePod
    {
        let text =
            #"{"metadata":{"name":"p-1","uid":"u","namespace":"chat"\#(meta)},"spec":\#(spec),"status":\#(status)}"#
        return try JSONDecoder().decode(KubePod.self, from: Data(text.utf8))
    }

    private func box(_ gpus: Int, _ more: String = "") -> String {
        #"{"name":"c","resources":{"requests":{"nvidia.com/gpu":"\#(gpus)"}}\#(more)}"#
    }

    /// The scheduler's own sum: what runs together, or the most that comes before it.
    @Test func whatItAsksForIsAddedUpAsTheSchedulerDoes() throws {
        func sum(_ main: [Int], _ first: [(Int, Bool)]) throws -> Int {
            let mains = main.map { box($0) }.joined(separator: ",")
            let inits = first.map { box($0.0, $0.1 ? #","restartPolicy":"Always""# : "") }
            return try pod(
                #"{"containers":[\#(mains)],"initContainers":[\#(inits.joined(separator: ","))]}"#
            ).accelerators
        }
        #expect(try sum([2, 1], []) == 3)
        #expect(try sum([1], [(4, false), (2, false)]) == 4)
        #expect(try sum([2], [(1, true)]) == 3)
        #expect(try sum([1], [(1, true), (4, false)]) == 5)
        #expect(try sum([1], [(4, false), (2, true)]) == 4)
        #expect(try pod(#"{"containers":[{"name":"a"}]}"#).accelerators == 0)
    }

    @Test(arguments: [
        (#"{"phase":"Pending"}"#, "", "pending", "Pending", ""),
        (
            #"{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"#
                + #""Unschedulable","message":"0/4 nodes are available: 4 Insufficient gpu."}]}"#,
            "", "pending", "Pending", "Unschedulable: 0/4 nodes are available: 4 Insufficient gpu."
        ),
        (
            #"{"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"#
                + #""ContainerCreating"}}}]}"#, #""nodeName":"a","#, "running", "Pending", ""
        ),
        (
            #"{"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"#
                + #""ImagePullBackOff","message":"Back-off pulling image"}}}]}"#,
            #""nodeName":"a","#, "running", "ImagePullBackOff",
            "ImagePullBackOff: Back-off pulling image"
        ),
        (#"{"phase":"Running"}"#, #""nodeName":"a","#, "running", "Running", ""),
        (#"{"phase":"Failed"}"#, #""nodeName":"a","#, "ended", "Failed", ""),
        (#"{"phase":"Odd\u001b[2J"}"#, #""nodeName":"a","#, "unknown", "Odd", ""),
    ])
    func standing(
        _ status: String, _ node: String, _ state: String, _ word: String, _ reason: String
    ) throws {
        let job = try pod(#"{\#(node)"containers":[\#(box(2))]}"#, status).job(userLabel: nil)
        #expect(job.state.rawValue == state && job.word == word && job.reason == reason)
        #expect(job.id == "chat/p-1" && job.gpus == 2 && job.user == "chat")
    }

    @Test func oneThatIsEndedHoldsWhatItHeld() throws {
        let pod = try pod(
            #"{"nodeName":"a","containers":[\#(box(1))]}"#, #"{"phase":"Running"}"#,
            #","deletionTimestamp":"2026-11-21T12:00:00Z""#)
        let job = pod.job(userLabel: nil)
        #expect(job.state == .completing && job.nodes == ["a"] && job.word == "Terminating")
    }

    @Test func whoseItIs() throws {
        let meta =
            #","labels":{"team":"ml\u0007","kueue.x-k8s.io/queue-name":"gold","#
            + #""pod-template-hash":"5d8f"},"annotations":{"example.com/owner":"ada"},"#
            + #""creationTimestamp":"2026-11-21T11:00:00Z","ownerReferences":["#
            + #"{"kind":"ReplicaSet","name":"own-5d8f","controller":true}]"#
        let pod = try pod(
            #"{"nodeName":"a","activeDeadlineSeconds":600,"containers":[]}"#,
            #"{"phase":"Running","startTime":"2026-11-21T11:01:00Z"}"#, meta)
        let job = pod.job(userLabel: "example.com/owner")
        #expect(job.user == "ada" && job.name == "Deployment/own" && job.partition == "gold")
        #expect(pod.job(userLabel: "team").user == "ml")
        #expect(job.submitted?.seconds == 1_795_258_800 && job.end?.seconds == 1_795_259_460)
    }
}
