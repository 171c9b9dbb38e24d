import Actions
import Fleet
import FoundationEssentials

/// An action in words, for a terminal and for a script. What control planes say goes to a terminal only
/// through ``clean(_:)``; JSON has all of it, ``escaped(_:)``.
enum ActionText {
    /// Text from outside, safe to print: names and sentences of control planes, and literal requests.
    static func clean(_ text: String) -> String { CleanText.clean(text, limit: 4000) }

    /// The plan: what changes, the checks, and what is sent.
    static func plan(_ machine: ActionMachine) -> String {
        let plan = machine.plan
        let sources = Set(plan.targets.map { "\($0.source)" }).sorted().joined(separator: ", ")
        var text = "\(plan.kind.rawValue) \(plan.id) (\(plan.tier)) by \(clean(sources))"
        text += " in \(clean(plan.context))\n"
        text += stages(plan.stages)
        text += "\n" + checks(machine.checks)
        for remark in plan.remarks { text += "  note   \(clean(remark))\n" }
        return text
    }

    /// What going on, or back, means: how it stands, what is left to send, the checks.
    static func resumption(_ shown: ActionResumption) -> String {
        let plan = shown.machine.plan
        var text = "go \(shown.isBack ? "back" : "on") with \(plan.kind.rawValue) \(plan.id) "
        text += "(\(shown.tier)), which is \(progress(shown.machine))"
        text += stages(shown.stages, isBack: shown.isBack)
        if shown.stages.isEmpty { text += "  nothing is left to send: it is only watched\n" }
        return text + "\n" + checks(shown.checks)
    }

    private static func stages(_ stages: [ActionStage], isBack: Bool = false) -> String {
        stages.map { stage in
            (stages.count > 1 ? "\n  stage \(clean(stage.name))\n" : "") + steps(stage, isBack)
        }.joined()
    }

    private static func checks(_ checks: [ActionCheck]) -> String {
        checks.map { "  \(word($0.verdict))  \($0.kind.rawValue): \(clean($0.sentence))\n" }
            .joined()
    }

    /// What changes, and what is sent for it: once for steps that share it.
    /// It goes back from wherever it has come to, not from where it was to end.
    private static func steps(_ stage: ActionStage, _ isBack: Bool) -> String {
        var text = ""
        // A router of several instances takes a step for each.
        let isOfSeveral = Set(stage.steps.map(\.request.place)).count > 1
        for (place, step) in stage.steps.enumerated() {
            text +=
                "  \(clean(step.target.uid))  "
                + clean("\(step.field) \(isBack ? "" : "\(step.before) ")-> \(step.shownEnd)")
            text += isOfSeveral ? "  at \(clean(step.request.place))\n" : "\n"
            if !stage.steps.dropFirst(place + 1).contains(where: { $0.request == step.request }) {
                text += "      \(clean(step.request.shown))\n"
            }
        }
        return text
    }

    private static func word(_ verdict: ActionCheck.Verdict) -> String {
        switch verdict {
        case .pass: "ok    "
        case .warn: "warn  "
        case .unknown: "?     "
        case .block: "BLOCK "
        }
    }

    /// A line as it goes on.
    static func progress(_ machine: ActionMachine) -> String {
        let stage = machine.isGoingBack ? "back" : machine.plan.stage(machine.stage)?.name ?? ""
        let missing = machine.places.compactMap { machine.steps[$0]?.missing }.first
        let detail = missing ?? machine.sentence
        return "\(machine.state.word)\(stage.isEmpty ? "" : " (\(clean(stage)))")"
            + (detail.isEmpty ? "" : ": \(clean(detail))") + "\n"
    }

    /// How it ended.
    static func outcome(_ machine: ActionMachine) -> String {
        let word =
            machine.state == .converged ? "converged, not verified" : machine.state.word
        var text = "\(word)"
        text += machine.sentence.isEmpty ? "\n" : ": \(clean(machine.sentence))\n"
        if machine.isOver { return text }
        let id = machine.plan.id
        text += "It is not over. hybridtop actions watch \(id) looks how it stands"
        if machine.mayGoOn { text += "; hybridtop actions resume \(id) goes on" }
        if machine.mayGoBack { text += "; hybridtop actions back \(id) goes back" }
        return text + ".\n"
    }

    /// The same JSON with what would move a terminal written as `\u....`, which no parser minds: such
    /// characters stand nowhere but in texts.
    static func escaped(_ json: String) -> String {
        guard !json.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f || $0 == 0x0a }) else { return json }
        var result = ""
        for scalar in json.unicodeScalars {
            let isControl = (0x7f..<0xa0).contains(scalar.value)
            if isControl || scalar.properties.isBidiControl {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private struct Record: Codable {
        var plan: ActionPlan
        var state: ActionState
        var states: [ActionState]
        var sentence: String
        var checks: [ActionCheck]
        var left: [ActionStage]?
        var begun: String?
        var ended: String?
        var undoOf: String?
        var undoneBy: String?
    }

    /// What going on, or back, means as one line of JSON: `left` is what is sent.
    static func json(_ shown: ActionResumption) -> String {
        line(record(shown.machine, checks: shown.checks, left: shown.stages))
    }

    /// All of it as one line of JSON.
    static func json(_ machine: ActionMachine) -> String {
        line(record(machine, checks: machine.checks))
    }

    /// The same of one out of the journal: when it was begun and ended, and what was undone with it.
    static func json(_ account: JournalReplay.Account, _ undos: UndoLedger) -> String {
        let machine = account.machine
        var record = record(machine, checks: machine.checks)
        (record.begun, record.ended) = (account.begun.map(time), account.ended.map(time))
        record.undoOf = machine.plan.undoes
        record.undoneBy = undos[machine.plan.id].flatMap { $0.isWhole ? $0.id : nil }
        return line(record)
    }

    private static func record(
        _ machine: ActionMachine, checks: [ActionCheck], left: [ActionStage]? = nil
    ) -> Record {
        Record(
            plan: machine.plan, state: machine.state, states: machine.past,
            sentence: machine.sentence, checks: checks, left: left)
    }

    /// A record as one line.
    static func line(_ record: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(record) else { return "" }
        return escaped(String(decoding: data, as: UTF8.self)) + "\n"
    }
}
