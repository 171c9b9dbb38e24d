import Actions
import Fleet
import Support
import Testing

/// Random responses, observations, cancellations and crashes in any order, fitting or not.
struct ActionInterleavingTests {
    private struct Run {
        var random: SeededRandom
        var machine: ActionMachine
        var entries: [JournalEntry]
        var sent: [ActionStepID: Int] = [:]
        /// How often each was turned away, and so may be sent once more.
        var deferred: [ActionStepID: Int] = [:]

        init(_ plan: ActionPlan, seed: UInt64) {
            random = SeededRandom(seed: seed)
            machine = ActionMachine(plan)
            entries = [Run.entry(plan, 0, .plan(plan))]
        }

        static func entry(
            _ plan: ActionPlan, _ sequence: Int, _ content: JournalEntry.Content
        ) -> JournalEntry {
            JournalEntry(
                action: plan.id, sequence: sequence,
                time: WallTime(seconds: Double(1_000 + sequence)), content: content)
        }

        mutating func tryEvent() {
            let event = anyEvent()
            let before = machine
            guard machine.apply(event) else {
                #expect(machine == before, "a refused event changed something: \(event)")
                return
            }
            entries.append(Run.entry(machine.plan, entries.count, .event(event)))
            if case .sending(let place) = event { sent[place, default: 0] += 1 }
            if case .answered(let place, .deferred) = event { deferred[place, default: 0] += 1 }
        }

        private mutating func anyPlace() -> ActionStepID {
            if case .send(let places) = machine.need, random.next(4) > 0 { return places[0] }
            let all = machine.steps.keys.sorted()
            return all[random.next(all.count)]
        }

        private mutating func anyEvent() -> ActionEvent {
            switch random.next(24) {
            case 0...1: .checked(random.next(8) == 0 ? [ActionCheck(.policy, .block, "no")] : [])
            case 2...3: .confirmed(by: "ada")
            case 4: random.next(3) == 0 ? .postponed("busy") : .rechecked(moved: nil)
            case 5...6: .rechecked(moved: random.next(12) == 0 ? "moved" : nil)
            case 7...10: .sending(anyPlace())
            case 11...13: .answered(sendingPlace(), anyAnswer())
            case 14...16: .observed(anyPlace(), anyObservation())
            case 17...18: .proved(anyProof())
            case 19: .gated([.open("well"), .holding("so far"), .breached("p95")][random.next(3)])
            case 20: random.next(6) == 0 ? .cancelled(by: "ada") : .acknowledged(.capacity, "")
            case 21: random.next(6) == 0 ? .restarted : .continued(by: "ada")
            case 22: random.next(6) == 0 ? .deadlinePassed : .continued(by: "ada")
            default:
                random.next(6) == 0 ? .settled(.failed, by: "ada", note: "") : .retreated(by: "ada")
            }
        }

        private mutating func sendingPlace() -> ActionStepID {
            machine.steps.first { $0.value == .sending }?.key ?? anyPlace()
        }

        private mutating func anyAnswer() -> ActionAnswer {
            switch random.next(8) {
            case 0: .rejected("denied")
            case 1: .lost("timed out")
            case 2: .deferred("budget")
            default: .accepted
            }
        }

        private mutating func anyObservation() -> ActionObservation {
            switch random.next(10) {
            case 0: .asBefore
            case 1...2: .progressing("1 job")
            case 3 where random.next(4) == 0: .elsewhere("weight 7")
            case 4: .busy("updating")
            default: .reached
            }
        }

        private mutating func anyProof() -> ActionProof {
            switch random.next(6) {
            case 0: .notYet("1 process")
            case 1: .noDataPlane("no figures")
            case 2 where random.next(4) == 0: .reverted("weight 7")
            default: .shown("moved")
            }
        }
    }

    @Test func noRequestIsSentTwiceNoStateIsSkippedAndTheJournalTellsItAll() throws {
        var ends: [ActionState: Int] = [:]
        for seed in 1...3_000 {
            let plan =
                seed % 2 == 0
                ? SamplePlan.reroute(
                    shares: [25, 100], hasRetreat: seed % 4 == 0, returns: seed % 8 == 0)
                : SamplePlan.drain(["n1", "n2", "n3"], isShared: seed % 3 == 0)
            var run = Run(plan, seed: UInt64(seed))
            for _ in 0..<120 where !run.machine.isOver { run.tryEvent() }
            judge(run)
            try replay(run)
            ends[run.machine.state, default: 0] += 1
        }
        for end in [.verified, .refused, .failed, .partial, .rolledBack, .converged]
            as [ActionState]
        {
            #expect(ends[end] ?? 0 > 0, "never reached: \(end)")
        }
    }

    private func judge(_ run: Run) {
        #expect(run.sent.allSatisfy { $0.value <= 1 + (run.deferred[$0.key] ?? 0) })
        for (state, next) in zip(run.machine.past, run.machine.past.dropFirst()) {
            #expect(state.next.contains(next), "\(state) -> \(next)")
        }
        if run.machine.state == .verified {
            let last = run.machine.plan.places(run.machine.plan.stages.count - 1)
            #expect(last.allSatisfy { run.machine.steps[$0] == .converged })
            #expect(run.entries.contains { $0.content.isShown })
        }
        if run.machine.state == .refused {
            #expect(run.sent == run.deferred, "nothing of it was taken")
        }
    }

    private func replay(_ run: Run) throws {
        let replay = JournalReplay(try run.entries.flatMap { try Journal.encode($0) })
        #expect(replay.malformed == 0)
        let account = try #require(replay.account(run.machine.plan.id))
        #expect(!account.isBroken)
        #expect(account.machine == run.machine)
        #expect(account.entries == run.entries)
    }
}

extension JournalEntry.Content {
    fileprivate var isShown: Bool {
        if case .event(.proved(.shown)) = self { true } else { false }
    }
}
