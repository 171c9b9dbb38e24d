import Actions
import Fleet
import Testing

struct ActionMachineTests {
    /// Applies events that must all fit.
    private func run(_ plan: ActionPlan, _ events: [ActionEvent]) -> ActionMachine {
        var machine = ActionMachine(plan)
        for event in events {
            #expect(fits(event, &machine), "\(event) in \(machine.state)")
        }
        return machine
    }

    private func fits(_ event: ActionEvent, _ machine: inout ActionMachine) -> Bool {
        machine.apply(event)
    }

    private static let begun: [ActionEvent] = [
        .checked([]), .confirmed(by: "ada"), .rechecked(moved: nil),
    ]

    private func at(_ stage: Int, _ step: Int) -> ActionStepID {
        ActionStepID(stage: stage, step: step)
    }

    private func sent(_ stage: Int, _ steps: Int) -> [ActionEvent] {
        (0..<steps).flatMap { step -> [ActionEvent] in
            [.sending(at(stage, step)), .answered(at(stage, step), .accepted)]
        }
    }

    private func reached(_ stage: Int, _ steps: Int) -> [ActionEvent] {
        (0..<steps).map { .observed(at(stage, $0), .reached) }
    }

    @Test func aDrainThatGoesWellTakesEveryStateOfTheRoad() {
        let machine = run(
            SamplePlan.drain(["n1"]),
            Self.begun + sent(0, 1) + [
                .observed(at(0, 0), .progressing("2 jobs")), .observed(at(0, 0), .reached),
                .proved(.notYet("1 process")), .proved(.shown("8 GPUs empty")),
            ])
        #expect(machine.past == ActionState.road)
        #expect(machine.isOver)
        #expect(machine.sentence == "8 GPUs empty")
    }

    @Test func withoutADataPlaneItConvergesAndIsNotVerified() {
        let machine = run(
            SamplePlan.drain(["n1"]),
            Self.begun + sent(0, 1) + reached(0, 1) + [.proved(.noDataPlane("nothing to see"))])
        #expect(machine.state == .converged)
        #expect(machine.isOver)
    }

    @Test func aLostAnswerIsTalkedOfNoMoreOnceItIsSeenWhatBecameOfIt() {
        var machine = run(
            SamplePlan.drain(["n1"]),
            Self.begun + [.sending(at(0, 0)), .answered(at(0, 0), .lost("the line broke"))])
        #expect(machine.state == .unknown && machine.sentence == "the line broke")
        #expect(fits(.observed(at(0, 0), .progressing("1 job")), &machine))
        #expect(machine.state == .progressing && machine.sentence.isEmpty)
    }

    @Test func stepsThatShareARequestGoOutWithItAndOthersDoNot() {
        var shared = run(
            SamplePlan.drain(["n1", "n2"], isShared: true), Self.begun + [.sending(at(0, 0))])
        #expect(fits(.sending(at(0, 1)), &shared))
        #expect(!fits(.sending(at(0, 1)), &shared))
        #expect(fits(.answered(at(0, 0), .rejected("no")), &shared))
        #expect(!shared.isOver)
        #expect(fits(.answered(at(0, 1), .rejected("no")), &shared))
        #expect(shared.state == .failed)
        var apart = run(SamplePlan.drain(["n1", "n2"]), Self.begun + [.sending(at(0, 0))])
        #expect(!fits(.sending(at(0, 1)), &apart))
    }

    @Test func whatIsInTheWayIsWaitedForAndNothingIsSent() {
        var machine = run(
            SamplePlan.drain(["n1"]),
            [.checked([]), .confirmed(by: "ada"), .postponed("it is updating")])
        #expect(machine.sentence == "it is updating" && machine.need == .recheck)
        #expect(!fits(.sending(at(0, 0)), &machine))
        #expect(fits(.rechecked(moved: nil), &machine) && machine.sentence.isEmpty)
        #expect(!fits(.postponed("again"), &machine))
    }

    @Test func whatIsChangedBackAfterItConvergedIsNoSuccess() {
        let machine = run(
            SamplePlan.drain(["n1", "n2"]),
            Self.begun + sent(0, 2) + reached(0, 2) + [.proved(.reverted("n1 is ready"))])
        #expect(machine.state == .failed && machine.isOver)
        #expect(machine.sentence == "changed since: n1 is ready")
        let later = run(
            SamplePlan.reroute(shares: [25, 100], hold: 0),
            Self.begun + sent(0, 2) + reached(0, 2) + [.proved(.shown("25 %"))]
                + [.rechecked(moved: nil)] + sent(1, 2) + reached(1, 2)
                + [.proved(.reverted("weight 7"))])
        #expect(later.state == .partial)
    }

    @Test func aBlockingCheckRefusesAndNothingIsEverSent() {
        var machine = run(
            SamplePlan.drain(["n1"]), [.checked([ActionCheck(.blastRadius, .block, "the last")])])
        #expect(machine.state == .refused)
        #expect(machine.need == .nothing)
        #expect(!fits(.confirmed(by: "ada"), &machine))
        #expect(!fits(.sending(at(0, 0)), &machine))
    }

    @Test func whatIsUnknownHoldsBackUntilThatLineIsAcknowledged() {
        var machine = run(
            SamplePlan.drain(["n1"]), [.checked([ActionCheck(.capacity, .unknown, "no figures")])])
        #expect(!fits(.confirmed(by: "ada"), &machine))
        #expect(!fits(.acknowledged(.freshness, ""), &machine))
        #expect(fits(.acknowledged(.capacity, ""), &machine))
        #expect(fits(.confirmed(by: "ada"), &machine))
    }

    @Test func oneAcknowledgedAnswerTakesNoOtherOfItsKind() {
        let checks = ["the autoscaler", "the pipeline"].map {
            ActionCheck(.ownership, .unknown, "Nobody knows of \($0).")
        }
        var machine = run(SamplePlan.drain(["n1"]), [.checked(checks)])
        #expect(fits(.acknowledged(.ownership, checks[0].sentence), &machine))
        #expect(!fits(.acknowledged(.ownership, checks[0].sentence), &machine))
        #expect(!fits(.confirmed(by: "ada"), &machine), "the other was not read")
        #expect(fits(.acknowledged(.ownership, checks[1].sentence), &machine))
        #expect(fits(.confirmed(by: "ada"), &machine))
        // What an older journal says stands for all of the kind, as it did then.
        var older = run(SamplePlan.drain(["n1"]), [.checked(checks)])
        #expect(fits(.acknowledged(.ownership, ""), &older))
        #expect(fits(.confirmed(by: "ada"), &older))
    }

    @Test func anUnknownResidencyIsARefusalThatNothingOverrides() {
        let machine = run(
            SamplePlan.reroute(), [.checked([ActionCheck(.residency, .unknown, "no label")])])
        #expect(machine.state == .refused)
    }

    @Test func aMovedWorldRefusesBeforeAndStopsAfterTheFirstRequest() {
        let before = run(
            SamplePlan.drain(["n1"]),
            [.checked([]), .confirmed(by: "ada"), .rechecked(moved: "replicas 4 -> 6")])
        #expect(before.state == .refused)
        let after = run(
            SamplePlan.reroute(),
            Self.begun + sent(0, 2) + reached(0, 2) + [
                .proved(.shown("5 %")), .gated(.open("well")), .rechecked(moved: "weight 7"),
            ])
        #expect(after.state == .partial)
        #expect(after.steps[at(1, 0)] == .waiting)
    }

    @Test func oneOfTwoTargetsRefusedIsPartial() {
        let machine = run(
            SamplePlan.drain(["n1", "n2"]),
            Self.begun + [
                .sending(at(0, 0)), .answered(at(0, 0), .accepted),
                .sending(at(0, 1)), .answered(at(0, 1), .rejected("permission denied")),
                .observed(at(0, 0), .reached),
            ])
        #expect(machine.state == .partial)
        #expect(machine.sentence == "1 of 2 done: permission denied")
    }

    @Test func aLostAnswerIsUnknownUntilItIsSeen() {
        var machine = run(
            SamplePlan.drain(["n1"]),
            Self.begun + [.sending(at(0, 0)), .answered(at(0, 0), .lost("timed out"))])
        #expect(machine.state == .unknown)
        #expect(machine.need == .observation([at(0, 0)]))
        #expect(fits(.observed(at(0, 0), .asBefore), &machine))
        #expect(machine.state == .unknown)
        #expect(fits(.observed(at(0, 0), .reached), &machine))
        #expect(machine.state == .converged)
        #expect(machine.past.contains(.accepted))
    }

    @Test func aBreachedGateGoesBackAndSaysWhy() {
        let machine = run(
            SamplePlan.reroute(),
            Self.begun + sent(0, 2) + reached(0, 2) + [
                .proved(.shown("5 %")), .gated(.holding("10 s")), .gated(.breached("p95 3 s")),
                .rechecked(moved: nil),
            ] + sent(4, 2) + reached(4, 2) + [.proved(.shown("0 %"))])
        #expect(machine.state == .rolledBack)
        #expect(machine.sentence == "p95 3 s")
        #expect(machine.steps[at(1, 0)] == .skipped)
    }

    @Test func afterARestartNothingIsSentUntilTheOperatorSaysSo() {
        var machine = run(
            SamplePlan.reroute(), Self.begun + [.sending(at(0, 0)), .restarted])
        #expect(machine.state == .unknown)
        #expect(machine.need == .observation([at(0, 0)]))
        #expect(!fits(.continued(by: "ada"), &machine))
        #expect(fits(.observed(at(0, 0), .reached), &machine))
        #expect(machine.need == .decision)
        #expect(!fits(.sending(at(0, 1)), &machine))
        #expect(fits(.continued(by: "ada"), &machine))
        #expect(machine.need == .recheck)
    }

    @Test func cancellingBeforeTheFirstRequestSendsNothing() {
        let machine = run(
            SamplePlan.drain(["n1"]),
            [.checked([]), .confirmed(by: "ada"), .cancelled(by: "ada")])
        #expect(machine.state == .refused)
        #expect(machine.steps.values.allSatisfy { $0 == .waiting })
    }

    @Test func aDeadlineTellsWhatWasMissing() {
        let machine = run(
            SamplePlan.drain(["n1"]),
            Self.begun + sent(0, 1) + [
                .observed(at(0, 0), .progressing("2 jobs")), .deadlinePassed,
            ])
        #expect(machine.state == .failed)
        #expect(machine.sentence == "not done in time: 2 jobs")
    }

    /// What the operator wanted ended, and ended so, has not gone wrong; what could not go back has.
    @Test func whatWasCancelledEndsAsWanted() {
        let begun = Self.begun + sent(0, 2) + reached(0, 2)
        let cancelled = begun + [.proved(.shown("5 %")), .cancelled(by: "ada")]
        let back = sent(4, 2) + reached(4, 2) + [.proved(.shown("0 %"))]
        let machine = run(SamplePlan.reroute(), cancelled + [.rechecked(moved: nil)] + back)
        #expect(machine.state == .rolledBack && machine.isAsWanted)
        #expect(machine.plan.isTakenBack(at(0, 0), machine.steps))
        #expect(!machine.plan.isTakenBack(at(1, 0), machine.steps), "never sent")
        #expect(!machine.plan.isTakenBack(at(4, 0), machine.steps), "the way back itself")
        let stuck = run(SamplePlan.reroute(), cancelled + [.rechecked(moved: "weight 7")])
        #expect(stuck.state == .partial && !stuck.isAsWanted)
        #expect(!stuck.plan.isTakenBack(at(0, 0), stuck.steps))
        let breached = begun + [.gated(.breached("p95 3 s")), .rechecked(moved: nil)] + back
        #expect(!run(SamplePlan.reroute(), breached).isAsWanted)
        let wanted = begun + [.restarted, .retreated(by: "ada"), .rechecked(moved: nil)] + back
        #expect(run(SamplePlan.reroute(), wanted).isAsWanted)
    }

    @Test func whatIsStoppedWithoutAWayBackIsLeftAsWanted() {
        let events = Self.begun + [.sending(at(0, 0)), .answered(at(0, 0), .accepted)]
        let stopped = run(
            SamplePlan.drain(["n1", "n2"]),
            events + [.cancelled(by: "ada"), .observed(at(0, 0), .reached)])
        #expect(stopped.state == .partial && stopped.isAsWanted, "\(stopped.sentence)")
        let lost = run(
            SamplePlan.drain(["n1", "n2"]),
            events + [.cancelled(by: "ada"), .observed(at(0, 0), .elsewhere("idle"))])
        #expect(lost.isOver && !lost.isAsWanted, "\(lost.state)")
        let early = run(
            SamplePlan.drain(["n1"]), [.checked([]), .confirmed(by: "ada"), .cancelled(by: "ada")])
        #expect(early.state == .refused && early.isAsWanted)
    }
}
