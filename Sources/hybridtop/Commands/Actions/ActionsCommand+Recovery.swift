import Actions
import ArgumentParser
import Fleet

extension ActionsCommand {
    /// Looks how one stands.
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look how an action stands that is not over, until it is; send nothing.")

        @OptionGroup var shared: SharedOptions
        @OptionGroup var options: TellingOptions
        @Argument(help: "Its id.") var id: String

        func run() async throws {
            let run = try await ActionRun(shared, options.asked)
            try await run.told { () async throws(ActionRefusal) in
                try await run.executor.takeUp(id)
            }
        }
    }

    /// Goes on.
    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go on with an action that is not over, from where it stands.",
            discussion: ActionRun.help(
                """
                  hybridtop actions resume 20261121T120000-3f9a1c --plan
                """))

        @OptionGroup var shared: SharedOptions
        @OptionGroup var options: DecisionOptions
        @Argument(help: "Its id.") var id: String

        func run() async throws {
            try await ActionRun(shared, options.asked).decide(id, isBack: false)
        }
    }

    /// Goes back.
    struct Back: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go back with an action that is not over, to the state from before.",
            discussion: ActionRun.help(
                """
                  hybridtop actions back 20261121T120000-3f9a1c --plan

                That it is rolled back is what was asked for here: 0.
                """))

        @OptionGroup var shared: SharedOptions
        @OptionGroup var options: DecisionOptions
        @Argument(help: "Its id.") var id: String

        func run() async throws {
            try await ActionRun(shared, options.asked).decide(id, isBack: true)
        }
    }

    /// Writes down how one ended.
    struct Settle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write down how an action ended, once you have looked yourself; send nothing."
        )

        @OptionGroup var shared: SharedOptions
        @OptionGroup var options: TellingOptions
        @Argument(help: "Its id.") var id: String

        @Option(
            name: .customLong("as"), help: "How it ended: failed, partial or rolled_back.",
            completion: .list(["failed", "partial", "rolled_back"]))
        var outcome: Outcome

        @Option(help: "What you have seen.")
        var note = ""

        /// What a person may say of it; that it is verified is nothing to say.
        enum Outcome: String, ExpressibleByArgument, CaseIterable {
            case failed, partial
            case rolledBack = "rolled_back"

            var state: ActionState {
                switch self {
                case .failed: .failed
                case .partial: .partial
                case .rolledBack: .rolledBack
                }
            }
        }

        func run() async throws {
            let run = try await ActionRun(shared, options.asked)
            if try await run.settlePlanless(id, as: outcome.state, note: note) { return }
            // It is written down, whatever it says: that is done.
            try await run.told(status: { _ in 0 }) { () async throws(ActionRefusal) in
                try await run.executor.settle(id, as: outcome.state, note: note)
            }
        }
    }

    /// Takes one back.
    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Plan and carry out the way back from an action that is over.",
            discussion: ActionRun.help(
                """
                  hybridtop actions undo 20261121T120000-3f9a1c --plan
                """))

        @OptionGroup var shared: SharedOptions
        @OptionGroup var options: ActionOptions
        @Argument(help: "Its id.") var id: String

        func run() async throws { try await ActionRun(shared, options.asked).undo(id) }
    }
}
