import Fleet
import FoundationEssentials

/// An entry as a line of JSON, in words that a person and jq can read: one flat object, times in
/// nanoseconds since the epoch, what does not apply left out. Schema 1.
struct JournalLine: Codable {
    /// The schema that is written, and the newest that is read.
    static let newest = 1

    var schema = JournalLine.newest
    var action: String
    var sequence: Int
    var time_nanoseconds: Int64
    var event: String
    var plan: ActionPlan?
    var checks: [ActionCheck]?
    var stage: Int?
    var step: Int?
    /// `accepted`, `rejected`, `lost`; `as_before`, `progressing`, `reached`, `elsewhere`; ...
    var result: String?
    var detail: String?
    var by: String?
    /// Of the answer that was acknowledged.
    var sentence: String?
    /// Of a plan that is printed and not kept: what it takes back, and what has taken it back.
    var undo_of: String?
    var undone_by: String?

    init(_ entry: JournalEntry) {
        action = entry.action
        sequence = entry.sequence
        time_nanoseconds = entry.time.nanoseconds
        event = ""
        switch entry.content {
        case .plan(let plan):
            event = "planned"
            self.plan = plan
        case .event(let event): set(event)
        case .refused(let plan, let answers, let name, let why):
            (event, self.plan, checks, by, detail) = ("refused", plan, answers, name, why)
        }
    }

    private mutating func set(_ event: ActionEvent) {
        switch event {
        case .checked(let answers): (self.event, checks) = ("checked", answers)
        case .acknowledged(let kind, let text):
            (self.event, detail, sentence) = ("acknowledged", kind.rawValue, text)
        case .confirmed(let name): (self.event, by) = ("confirmed", name)
        case .rechecked(let moved): (self.event, detail) = ("rechecked", moved)
        case .postponed(let why): (self.event, detail) = ("postponed", why)
        case .unread(let place, let why):
            place.write("unread", &self)
            detail = why
        case .sending(let place): place.write("sending", &self)
        case .answered(let place, let answer):
            place.write("answered", &self)
            (result, detail) = answer.words
        case .observed(let place, let observation):
            place.write("observed", &self)
            (result, detail) = observation.words
        case .proved(let proof): (self.event, (result, detail)) = ("proved", proof.words)
        case .gated(let gate): (self.event, (result, detail)) = ("gated", gate.words)
        case .deadlinePassed: self.event = "deadline_passed"
        case .cancelled(let name): (self.event, by) = ("cancelled", name)
        case .restarted: self.event = "restarted"
        case .continued(let name): (self.event, by) = ("continued", name)
        case .retreated(let name): (self.event, by) = ("retreated", name)
        case .settled(let end, let name, let note):
            (self.event, result, by, detail) = ("settled", end.rawValue, name, note)
        }
    }

    /// What the line says; `nil` where it is no entry of this schema.
    var entry: JournalEntry? {
        guard schema == Self.newest, let content else { return nil }
        return JournalEntry(
            action: action, sequence: sequence, time: WallTime(nanoseconds: time_nanoseconds),
            content: content)
    }

    private var content: JournalEntry.Content? {
        if event == "planned" { return plan.map { .plan($0) } }
        if event == "refused" {
            return plan.map { .refused($0, checks ?? [], by: by ?? "", why: detail ?? "") }
        }
        return decodedEvent.map { .event($0) }
    }

    private var decodedEvent: ActionEvent? {
        switch event {
        case "checked": checks.map { .checked($0) }
        case "acknowledged":
            detail.flatMap { ActionCheck.Kind(rawValue: $0) }.map {
                .acknowledged($0, sentence ?? "")
            }
        case "confirmed": by.map { .confirmed(by: $0) }
        case "rechecked": .rechecked(moved: detail)
        case "postponed": detail.map { .postponed($0) }
        case "unread": pair(place, detail).map { .unread($0, $1) }
        case "sending": place.map { .sending($0) }
        case "answered":
            pair(place, ActionAnswer(result, detail)).map { .answered($0, $1) }
        case "observed":
            pair(place, ActionObservation(result, detail)).map { .observed($0, $1) }
        case "proved": ActionProof(result, detail).map { .proved($0) }
        case "gated": ActionGate(result, detail).map { .gated($0) }
        case "deadline_passed": .deadlinePassed
        case "cancelled": by.map { .cancelled(by: $0) }
        case "restarted": .restarted
        case "continued": by.map { .continued(by: $0) }
        case "retreated": by.map { .retreated(by: $0) }
        case "settled":
            pair(result.flatMap { ActionState(rawValue: $0) }, by).map {
                .settled($0, by: $1, note: detail ?? "")
            }
        default: nil
        }
    }

    private var place: ActionStepID? {
        pair(stage, step).map { ActionStepID(stage: $0, step: $1) }
    }
}

extension ActionStepID {
    fileprivate func write(_ event: String, _ line: inout JournalLine) {
        (line.event, line.stage, line.step) = (event, stage, step)
    }
}

/// Both, or neither.
private func pair<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
    if let first, let second { (first, second) } else { nil }
}
