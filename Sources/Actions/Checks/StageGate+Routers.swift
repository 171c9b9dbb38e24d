package import Fleet

/// What the router itself counts while a stage is held.
extension StageGate {
    /// What is not borne; `nil` where nothing tells so.
    package func breach(_ routers: RouterWatch, _ receivers: [ActionTarget]) -> String? {
        routers.downness(receivers) ?? routers.breach(over: objective?.errorRatio ?? 0.02)
    }

    /// What it says after `held` of a hold period. An instance that gets requests is to get enough of them
    /// to be judged by; one that gets none is waited for by nobody, and called that.
    package func judge(
        _ routers: RouterWatch, _ receivers: [ActionTarget], held: Duration, of hold: Duration
    ) -> ActionGate {
        if let why = breach(routers, receivers) { return .breached(why) }
        if held < max(hold, oldest), let why = routers.quiet(isUsed: true).first {
            return .holding(why)
        }
        let quiet = routers.quiet(isUsed: false)
        return .open(quiet.isEmpty ? "" : "not judged at \(quiet.joined(separator: ", at "))")
    }
}
