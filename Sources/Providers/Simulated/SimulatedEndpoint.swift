/// An endpoint that a cloud runs, which is asked about through the cloud's services alone.
struct SimulatedEndpoint: Sendable, Hashable {
    /// One weighted part of it.
    struct Variant: Sendable, Hashable {
        var name: String
        var model: String
        /// Relative to the others of the endpoint.
        var weight: Double
        var instanceType: String
        var instances: Int
        /// GPUs of one instance, by which the cloud multiplies their use.
        var accelerators: Int
    }

    /// What its containers do; nobody scrapes them.
    var server: SimulatedServer
    var variants: [Variant]

    var name: String { server.endpoint }

    /// Share of the requests that a variant gets.
    func share(_ variant: Variant) -> Double {
        variant.weight / variants.reduce(0) { $0 + $1.weight }
    }

    /// The endpoints of the region that is watched.
    static let all: [SimulatedEndpoint] = [
        SimulatedEndpoint(
            server: SimulatedServer(
                endpoint: "embed", site: "us-east-1", kind: .triton, model: "e5-large",
                host: "", peakRate: 900, promptTokens: 0, answerTokens: 0, firstToken: 0,
                tokenGap: 0, base: 0.011, slots: 12, lane: 8, meanDemand: 0.55),
            variants: [
                Variant(
                    name: "AllTraffic", model: "e5-large-v2", weight: 1,
                    instanceType: "ml.g5.12xlarge", instances: 3, accelerators: 4)
            ]),
        SimulatedEndpoint(
            server: SimulatedServer(
                endpoint: "rerank", site: "us-east-1", kind: .triton, model: "bge-reranker",
                host: "", peakRate: 310, promptTokens: 0, answerTokens: 0, firstToken: 0,
                tokenGap: 0, base: 0.019, slots: 8, lane: 9, meanDemand: 0.5),
            variants: [
                Variant(
                    name: "current", model: "bge-reranker-v1", weight: 9,
                    instanceType: "ml.g5.xlarge", instances: 4, accelerators: 1),
                Variant(
                    name: "candidate", model: "bge-reranker-v2", weight: 1,
                    instanceType: "ml.g6.xlarge", instances: 1, accelerators: 1),
            ]),
    ]
}
