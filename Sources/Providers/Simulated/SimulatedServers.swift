/// A model server of the simulated fleet.
struct SimulatedServer: Sendable, Hashable {
    /// Whose metrics page it has.
    enum Kind: String, Sendable, Hashable {
        case vllm, sglang, tgi, triton, nim
        case llamaCpp = "llama.cpp"
    }

    var endpoint: String
    var site: String
    var kind: Kind
    var model: String
    var host: String
    /// Requests a second at full demand.
    var peakRate: Double
    /// Mean tokens of a prompt and of an answer; 0 for models that make no text.
    var promptTokens: Double
    var answerTokens: Double
    /// Median seconds to the first token, between tokens, and for a whole request, at light load.
    var firstToken: Double
    var tokenGap: Double
    var base: Double
    /// Requests at once at full demand.
    var slots: Double
    /// Its lane of noise.
    var lane: Int
    /// Mean share of the peak that is asked for.
    var meanDemand = 0.6

    /// Where its metrics are.
    var url: String { "http://\(authority)\(kind == .nim ? "/v1" : "")/metrics" }

    /// Host and port.
    var authority: String { "\(host):\(port)" }

    private var port: Int {
        switch kind {
        case .vllm, .nim: 8000
        case .sglang: 30000
        case .tgi, .llamaCpp: 8080
        case .triton: 8002
        }
    }

    /// Median seconds from request to last token at light load.
    var latency: Double { base + firstToken + tokenGap * answerTokens }
}

extension SimulatedServer {
    /// The servers with a metrics page: the organisation's own in two halls, rented ones in three
    /// clouds.
    static let all: [SimulatedServer] = owned + rented

    private static let owned: [SimulatedServer] = [
        SimulatedServer(
            endpoint: "chat-70b", site: "hall-a", kind: .vllm,
            model: "meta-llama/Llama-3.3-70B-Instruct", host: "vllm-chat.hall-a.example",
            peakRate: 96, promptTokens: 820, answerTokens: 190, firstToken: 0.11,
            tokenGap: 0.014, base: 0, slots: 380, lane: 1, meanDemand: 0.72),
        SimulatedServer(
            endpoint: "code-34b", site: "hall-a", kind: .sglang,
            model: "Qwen/Qwen2.5-Coder-32B-Instruct", host: "sglang-code.hall-a.example",
            peakRate: 38, promptTokens: 2100, answerTokens: 140, firstToken: 0.16,
            tokenGap: 0.011, base: 0, slots: 120, lane: 2, meanDemand: 0.6),
        SimulatedServer(
            endpoint: "summarize", site: "hall-a", kind: .tgi,
            model: "mistralai/Mistral-Small-24B-Instruct", host: "tgi-sum.hall-a.example",
            peakRate: 22, promptTokens: 3400, answerTokens: 220, firstToken: 0.2,
            tokenGap: 0.012, base: 0, slots: 90, lane: 3, meanDemand: 0.5),
        SimulatedServer(
            endpoint: "fraud", site: "hall-b", kind: .triton, model: "fraud_xgb",
            host: "triton-fraud.hall-b.example", peakRate: 2400, promptTokens: 0, answerTokens: 0,
            firstToken: 0, tokenGap: 0, base: 0.0042, slots: 14, lane: 4, meanDemand: 0.64),
        SimulatedServer(
            endpoint: "vision-11b", site: "hall-b", kind: .vllm,
            model: "meta-llama/Llama-3.2-11B-Vision-Instruct", host: "vllm-vision.hall-b.example",
            peakRate: 54, promptTokens: 1450, answerTokens: 90, firstToken: 0.13,
            tokenGap: 0.009, base: 0, slots: 140, lane: 5, meanDemand: 0.58),
        SimulatedServer(
            endpoint: "translate", site: "hall-b", kind: .llamaCpp, model: "madlad400-10b-mt",
            host: "llama-translate.hall-b.example", peakRate: 44, promptTokens: 310,
            answerTokens: 330, firstToken: 0.05, tokenGap: 0.008, base: 0, slots: 110, lane: 6,
            meanDemand: 0.45),
    ]

    private static let rented: [SimulatedServer] = [
        SimulatedServer(
            endpoint: "chat-70b", site: "us-east-1", kind: .vllm,
            model: "meta-llama/Llama-3.3-70B-Instruct", host: "chat.use1.example", peakRate: 30,
            promptTokens: 790, answerTokens: 185, firstToken: 0.16, tokenGap: 0.016, base: 0,
            slots: 140, lane: 7, meanDemand: 0.42),
        SimulatedServer(
            endpoint: "chat-70b", site: "westeurope", kind: .vllm,
            model: "meta-llama/Llama-3.3-70B-Instruct", host: "chat.weu.example", peakRate: 18,
            promptTokens: 840, answerTokens: 200, firstToken: 0.18, tokenGap: 0.017, base: 0,
            slots: 90, lane: 10, meanDemand: 0.5),
        SimulatedServer(
            endpoint: "agent-tools", site: "westeurope", kind: .sglang,
            model: "Qwen/Qwen3-30B-A3B", host: "sglang-agent.weu.example", peakRate: 26,
            promptTokens: 5200, answerTokens: 260, firstToken: 0.24, tokenGap: 0.008, base: 0,
            slots: 100, lane: 11, meanDemand: 0.55),
        SimulatedServer(
            endpoint: "nightly-eval", site: "us-central1", kind: .nim,
            model: "google/gemma-3-27b-it", host: "eval.usc1.example", peakRate: 9,
            promptTokens: 600, answerTokens: 420, firstToken: 0.14, tokenGap: 0.018, base: 0,
            slots: 60, lane: 12, meanDemand: 0.35),
    ]
}
