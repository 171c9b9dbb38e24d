import Actions
import Fleet
import Testing

/// What an end is called where not all of it could be had.
struct ActionEndTests {
    /// A node is closed, and two pods that are on it are evicted: only the first goes back.
    private static var emptying: ActionPlan {
        func step(_ field: String, _ before: String, _ after: String) -> ActionStep {
            ActionStep(
                target: ActionTarget(source: SamplePlan.source, uid: "n1", name: "n1"),
                field: field, before: before, after: after, token: "",
                request: ActionRequest(place: "api", words: [field, after], shown: field))
        }
        return ActionPlan(
            id: "e1", kind: .drain, context: "prod", actor: "ada@desk", tier: .disruptive,
            stages: [
                ActionStage(steps: [step("scheduling", "open", "cordoned")]),
                ActionStage(
                    steps: [step("pod a", "there", "gone"), step("pod b", "there", "gone")]),
            ],
            retreat: ActionStage(name: "back", steps: [step("scheduling", "cordoned", "open")]),
            made: WallTime(seconds: 1_000))
    }

    private func at(_ stage: Int, _ step: Int) -> ActionStepID {
        ActionStepID(stage: stage, step: step)
    }

    private func sent(_ stage: Int, _ step: Int) -> [ActionEvent] {
        [.sending(at(stage, step)), .answered(at(stage, step), .accepted)]
    }

    private func machine(_ plan: ActionPlan, _ events: [ActionEvent]) -> ActionMachine {
        var machine = ActionMachine(plan)
        for event in [.checked([]), .confirmed(by: "ada"), .rechecked(moved: nil)] + events {
            let isTaken = machine.apply(event)
            #expect(isTaken, "\(event) in \(machine.state)")
        }
        return machine
    }

    private var evicting: [ActionEvent] {
        sent(0, 0) + [
            .observed(at(0, 0), .reached), .proved(.noDataPlane("")), .rechecked(moved: nil),
        ]
            + sent(1, 0) + sent(1, 1)
    }

    private var goingBack: [ActionEvent] {
        [.rechecked(moved: nil)] + sent(2, 0)
            + [.observed(at(2, 0), .reached), .proved(.noDataPlane("open again"))]
    }

    @Test func whatIsGoneForGoodIsNotTakenBack() {
        let end = machine(
            Self.emptying,
            evicting + [.observed(at(1, 0), .reached), .observed(at(1, 1), .progressing("PDB b"))]
                + [.deadlinePassed] + goingBack)
        #expect(end.isOver && end.state == .partial && !end.isAsWanted)
        #expect(
            end.sentence
                == "not done in time: PDB b. What can go back has; 1 of 2 that cannot is done for good"
        )
    }

    @Test func whatAllGoesBackIsTakenBack() {
        let end = machine(
            Self.emptying,
            evicting + [.observed(at(1, 0), .progressing("PDB a"))] + [.deadlinePassed] + goingBack)
        #expect(end.isOver && end.state == .rolledBack, "\(end.sentence)")
    }

    /// It is as it was to be, and only was not seen at work: nobody asked for it to be taken back.
    @Test func whatIsOnlyNotShownInTimeStands() {
        let end = machine(
            Self.emptying,
            evicting + [
                .observed(at(1, 0), .reached), .observed(at(1, 1), .reached),
                .proved(.notYet("2 GPUs are in use")), .deadlinePassed,
            ])
        #expect(end.isOver && end.state == .converged)
        #expect(end.sentence == "not shown in time: 2 GPUs are in use")
    }

    /// Of several targets the one is named whose answer was lost, not the one that is slowest.
    @Test func whoseAnswerWasLostIsNamed() {
        let end = machine(
            SamplePlan.drain(["n1", "n2"]),
            sent(0, 0) + [
                .sending(at(0, 1)), .answered(at(0, 1), .lost("the line broke")),
                .observed(at(0, 0), .progressing("2 jobs")), .deadlinePassed,
            ])
        #expect(end.state == .unknown)
        #expect(end.sentence == "not done in time: n2: the line broke")
    }

    /// Requests that do not follow the shares have not been shifted.
    @Test func aShiftThatDoesNotShowGoesBack() {
        let end = machine(
            SamplePlan.reroute(shares: [100], hold: 0),
            sent(0, 0) + sent(0, 1) + [
                .observed(at(0, 0), .reached), .observed(at(0, 1), .reached),
                .proved(.notYet("all requests still go to own")), .deadlinePassed,
            ])
        #expect(!end.isOver && end.isGoingBack)
    }
}
