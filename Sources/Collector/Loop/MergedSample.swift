import Fleet

/// Both beats and what they made together.
struct MergedSample {
    var fast: Sample?
    var slow: Sample?
    private var previous: Sample?

    mutating func combine(_ provider: any StreamingProvider) -> Sample {
        let sample = provider.combine(fast: fast, slow: slow, previous: previous)
        previous = sample
        return sample
    }
}
