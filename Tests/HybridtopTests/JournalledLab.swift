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

    /// The id of the last action.
    var id: String {
        program.run("actions list").output.split(separator: "\n").last?.split(separator: " ").first
            .map(String.init) ?? ""
    }

    /// Waits until the journal has so many lines with a text.
    func wait(for text: String, count: Int = 1) async {
        let isThere = await eventually(within: .seconds(30)) {
            journal.count { $0.contains(text) } >= count
        }
        #expect(isThere, "\(text) never came: \(program.folder.text("errors"))")
    }
}
