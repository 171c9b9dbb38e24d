import Collector
import Fleet

/// What the driver of one node can be asked for.
struct FieldProbe: Sendable {
    /// The fields to ask for.
    var plan: QueryPlan
    /// The driver that was asked.
    var driver: String?
    /// GPUs that do not answer and would spoil the answer of their siblings.
    var lost: [LostDevice] = []
    /// The GPUs to ask for, by PCI address, where naming them is needed to get around lost ones.
    var devices: [String] = []

    /// Reads the answer to ``NodeScripts/probe``. A driver that does not list its fields is asked for
    /// those that every driver knows.
    init(_ answer: CommandOutput, mark: String) throws(SourceFailure) {
        let sections = MarkedSections(answer.output, mark: mark)
        let known = QueryPlan.fieldNames(inHelp: sections["help"]?.lines ?? [])
        plan = QueryPlan(known: known.contains("index") ? known : QueryField.universal)
        let rows = sections.lines("rows")
        driver = rows.lazy.map { $0.split(separator: ",") }.first { $0.count == 3 }
            .map { CleanText.clean(String($0[2].drop { $0 == " " }), limit: 40) }
        let status = sections["rows-status"].flatMap { Int($0.value) }
        if status == 0, driver != nil { return }
        lost = rows.compactMap { line in
            Array(line.utf8).withUnsafeBytes { LostDevice(message: $0) }
        }
        let gone = Set(lost.map { PCIAddress.normalised($0.pciBusID) })
        devices = sections.lines("gpus").map { CleanText.clean(String($0), limit: 20) }
            .filter { !gone.contains(PCIAddress.normalised($0)) && !$0.hasPrefix("-") }
        guard !lost.isEmpty, !devices.isEmpty else {
            throw SMIFailure.of(
                status: status.map { .exited($0) } ?? answer.status,
                output: Self.words(sections, answer),
                errors: answer.errors)
        }
    }

    /// What nvidia-smi said where it should have listed GPUs, without the list of its fields and without
    /// our own marks.
    private static func words(_ sections: MarkedSections, _ answer: CommandOutput) -> String {
        if sections["rows"] != nil { return sections.text("rows") ?? "" }
        guard let help = sections["help"] else { return CleanText.clean(answer.output) }
        return QueryPlan.fieldNames(inHelp: help.lines).isEmpty ? sections.text("help") ?? "" : ""
    }

    /// What nvidia-smi gets for one round.
    var arguments: [String] {
        let selection = devices.isEmpty ? [] : ["-i", devices.joined(separator: ",")]
        return [plan.option, "--format=csv,noheader,nounits"] + selection
    }
}
