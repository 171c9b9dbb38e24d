import Headless

/// Where things are kept from one start to the next.
enum StateFolder {
    /// `$XDG_STATE_HOME/hybridtop`, or `~/.local/state/hybridtop`.
    static func path(_ environment: [String: String]) -> String {
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (state ?? "\(environment["HOME"] ?? "")/.local/state") + "/hybridtop"
    }

    /// How the screen was left.
    static func layout(_ environment: [String: String]) -> LayoutFile {
        LayoutFile(path: path(environment) + "/layout.json")
    }

    /// Who has seen which finding.
    static func acknowledgements(_ environment: [String: String]) -> AcknowledgementFile {
        AcknowledgementFile(path: path(environment) + "/acknowledgements.jsonl")
    }
}
