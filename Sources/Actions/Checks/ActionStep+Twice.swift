import Fleet

extension [ActionStep] {
    /// The first that changes what another of them changes already; `nil` where each is for itself.
    var firstTwice: ActionStep? {
        var seen: Set<String> = []
        return first { !seen.insert($0.key).inserted }
    }
}

extension [String] {
    /// Each of them once, in their order.
    var distinct: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
