import Collector
import Fleet

/// A proof that is being counted.
struct ProofUnderWay: Sendable {
    /// The first full minute after everything had converged. What is counted after it is timed on the
    /// steady clock: the calendar may be put forward or back meanwhile.
    var start: Instant
    var began: MonotonicTime
    /// When CloudWatch was first asked, whether it tells at all.
    var asked: MonotonicTime?
    /// When it was last asked: it charges for that, and knows nothing new within a minute.
    var counted: MonotonicTime?
    var last = ActionProof.notYet("waiting for a full minute of CloudWatch's")
}

extension SageMakerProvider {
    /// How long nothing to see is waited for.
    private static let patience = Duration.seconds(360)
    /// Between two questions to CloudWatch.
    private static let beat = Duration.seconds(20)

    func prove(_ steps: [ActionStep]) async -> ActionProof {
        let endpoints: [String: ObservedEndpoint]
        do throws(SourceFailure) {
            endpoints = try await describe(steps)
        } catch { return .notYet(error.message) }
        for step in steps {
            guard let endpoint = endpoints[step.endpoint] else {
                return .reverted("\(step.target.uid) is gone")
            }
            switch endpoint.observation(of: step, wasSeen: true, isUnsent: false) {
            case .reached: continue
            case .progressing(let what): return .notYet(what)
            case .elsewhere(let what): return ended(steps, .reverted(what))
            case .asBefore, .busy: return ended(steps, .reverted("\(step.field) \(step.before)"))
            }
        }
        return await count(steps, endpoints)
    }

    private func ended(_ steps: [ActionStep], _ proof: ActionProof) -> ActionProof {
        proofs[steps] = nil
        return proof
    }

    private func count(
        _ steps: [ActionStep], _ endpoints: [String: ObservedEndpoint]
    ) async -> ActionProof {
        let now = clock.now()
        var proof =
            proofs[steps] ?? ProofUnderWay(start: Self.nextMinute(now), began: now.monotonic)
        defer { proofs[steps] = proof }
        let age = now.monotonic - proof.start.monotonic
        let judge = InvocationProof(steps: steps, endpoints: endpoints, age: age)
        if proof.asked == nil, case .noDataPlane(let why) = await look(judge.keys, now.wall) {
            return .noDataPlane(why)
        }
        proof.asked = proof.asked ?? now.monotonic
        guard age >= .seconds(60) else { return proof.last }
        if let counted = proof.counted, now.monotonic - counted < Self.beat { return proof.last }
        proof.counted = now.monotonic
        let sums: [CloudWatch.Key: Double]
        do throws(SourceFailure) {
            sums = try await CloudWatch(client: client).sums(
                judge.keys, since: proof.start.wall, at: proof.start.wall + age)
        } catch {
            proof.last = Self.answer(error)
            return proof.last
        }
        proof.last = judge.judge(sums)
        if case .notYet(let what) = proof.last {
            if now.monotonic - proof.began >= Self.patience, judge.isQuiet(sums) {
                proof.last = .noDataPlane(
                    "CloudWatch shows too few invocations to see it by: \(what)")
            } else if judge.isLate(sums) {
                // What came late to a variant that drains is over once it is counted.
                proof.start = Self.nextMinute(proof.start + age)
            }
        }
        return proof.last
    }

    /// Whether CloudWatch may be asked at all, which is better told at once than in a minute.
    private func look(_ keys: [CloudWatch.Key], _ now: WallTime) async -> ActionProof {
        let start = WallTime(seconds: now.seconds - 120)
        do throws(SourceFailure) {
            _ = try await CloudWatch(client: client).sums(
                Array(keys.prefix(1)), since: start, at: now)
            return .notYet("")
        } catch { return Self.answer(error) }
    }

    /// Who may not look has nothing to look at; all else may pass.
    private static func answer(_ failure: SourceFailure) -> ActionProof {
        switch failure.kind {
        case .forbidden, .unsupported, .notFound:
            .noDataPlane("CloudWatch does not tell: \(failure.message)")
        default: .notYet(failure.message)
        }
    }

    private static func nextMinute(_ time: Instant) -> Instant {
        let minute = WallTime(seconds: (time.wall.seconds / 60).rounded(.up) * 60)
        return time + (minute - time.wall)
    }
}
