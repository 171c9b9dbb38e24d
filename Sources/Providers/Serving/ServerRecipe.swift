import Fleet

/// One kind of inference server: how its metrics are recognised, and what they mean.
struct ServerRecipe: Sendable {
    /// The endpoint kind: `vllm`, `sglang`...
    var kind: String
    /// Series that only this kind exposes; any one of them shows that it is there. Where they carry
    /// the model, each model is an endpoint of its own.
    var marks: [String]
    /// Spellings of the label that names the model; empty where the server does not tell.
    var modelLabels: [String]
    /// Labels that tell copies of the same number apart, so that the highest counts and not the sum:
    /// ranks that work on the same requests.
    var duplicateLabels: [String] = []
    /// Where the server answers whether it is healthy, on the port of its metrics; `nil` where the
    /// metrics have a port of their own.
    var healthPath: String?
    /// Set where health is answered at another port than metrics: the two that the server uses unless
    /// told otherwise. Elsewhere it is not asked.
    var ports: (metrics: Int, health: Int)?
    /// What a 503 of the health check means.
    var unhealthy: EndpointState = .failed
    /// What is read.
    var measures: [Measure]
}

extension ServerRecipe {
    /// Every kind there is. A page is of the first kind that recognises it: what passes the metrics of
    /// an engine through stands before the engines, and what has names without a prefix last.
    static let all: [ServerRecipe] = [
        dynamo, vllm, sglang, tensorRTLLM, textGenerationInference, llamaCpp, liteLLM, rayServe,
        triton, nim, dynamoWorker,
    ]
}
