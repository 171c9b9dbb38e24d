import Collector
import Fleet

/// What is known before anything is sent: whether we may, and whether the server would take it.
extension KubernetesActing {
    /// Asks for the rights that changes take, once for each verb and kind, and tries those changes that we
    /// may make with dryRun=All.
    func tried(_ changes: [(title: String, change: KubernetesChange)]) async -> [ActionCheck] {
        var kinds: [KubernetesRight] = []
        for (_, change) in changes where !kinds.contains(change.right.everywhere) {
            kinds.append(change.right.everywhere)
        }
        var trial = ChangeTrial(count: changes.count)
        for kind in kinds {
            let alike = changes.filter { $0.change.right.everywhere == kind }
            let rights = Set(alike.map(\.change.right))
            let review = await review(rights)
            if case .denied(let right, let why) = review {
                trial.deny(right, why)
                continue
            }
            var isKnown = review == .allowed
            for (title, change) in alike {
                let outcome = await client.exchange(change.sent(isTried: true))
                let verdict = KubernetesVerdict(change, outcome)
                trial.take(verdict, title)
                // It is only tried by whoever has the right.
                isKnown = isKnown || verdict.isAnswer
            }
            trial.allow(KubernetesRight(shared: rights) ?? kind, review, isKnown: isKnown)
        }
        return trial.checks
    }
}

/// What trials come to.
private struct ChangeTrial {
    /// How many changes there are to make.
    let count: Int
    private var answers: [ActionCheck] = []
    private var allowed: [String] = []
    private var taken = 0

    init(count: Int) { self.count = count }

    mutating func deny(_ right: KubernetesRight, _ why: String) {
        let reason = why.isEmpty ? "" : " (\(why))"
        answers.append(
            ActionCheck(
                .permission, .block, "You may not \(right.sentence)\(reason): ask for that right."))
    }

    mutating func allow(_ right: KubernetesRight, _ review: AccessReview, isKnown: Bool) {
        switch review {
        case .unknown(let why) where !isKnown:
            answers.append(
                ActionCheck(
                    .permission, .unknown,
                    "Whether you may \(right.sentence) is not known: \(why)"))
        case .allowed: allowed.append(right.sentence)
        default: break
        }
    }

    mutating func take(_ verdict: KubernetesVerdict, _ title: String) {
        let check = verdict.check(title)
        if check.verdict == .pass { taken += 1 }
        if check.verdict != .pass || count == 1 { answers.append(check) }
    }

    /// What there is to say, and what is allowed last.
    var checks: [ActionCheck] {
        var checks = answers
        if taken > 0, count > 1 {
            checks.append(
                ActionCheck(
                    .permission, .pass,
                    "The server would take \(taken) of \(count) requests (tried with dryRun=All)."))
        }
        if !allowed.isEmpty {
            checks.append(
                ActionCheck(.permission, .pass, "You may \(allowed.joined(separator: ", "))."))
        }
        return checks
    }
}

extension KubernetesChange {
    /// What it takes to be allowed.
    fileprivate var right: KubernetesRight { sent().right }
}
