import Support
import Testing

/// The program before a real or made control plane, and what its journal tells.
protocol JournalledLab {
    var program: ProgramRun { get }
}

extension JournalledLab {
    /// The lines of the journal.
    var journal: [String] {
        program.folder.text("state/hybridtop/actions.jsonl").split(separator: "\n").map(String.init)
    }

    /// The id of the last action; what was refused before it was begun is none.
    var id: String {
        let begun = journal.last { $0.contains("\"event\":\"planned\"") } ?? ""
        let id = begun.firstRange(of: "\"action\":\"").map { begun[$0.upperBound...] } ?? ""
        return String(id.prefix { $0 != "\"" })
    }

    /// Whether all that the journal tells is that so much was refused.
    func onlyRefused(_ count: Int) -> Bool {
        journal.count == count && journal.allSatisfy { $0.contains("\"event\":\"refused\"") }
    }

    /// Waits until the journal has so many lines with a text.
    func wait(for text: String, count: Int = 1) async {
        let isThere = await eventually(within: .seconds(30)) {
            journal.count { $0.contains(text) } >= count
        }
        #expect(isThere, "\(text) never came: \(program.folder.text("errors"))")
    }
}
