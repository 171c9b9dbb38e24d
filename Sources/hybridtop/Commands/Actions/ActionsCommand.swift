import Actions
import ArgumentParser
import Fleet

/// `hybridtop actions`: what was done, and what is to become of what a crash has left.
struct ActionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions",
        abstract: "What was done to the fleet, and what is not over.",
        discussion: """
            Every action is in a journal on this machine. One that is not over, because the program was \
            ended or nobody waited for it, is never sent again by itself: 'watch' looks how it stands, \
            'resume' goes on with it, 'back' goes back to the state from before, both by a plan that \
            is checked anew and shown first, and 'settle' writes down how it ended. 'undo' takes back \
            one that is over, by a plan of its own. What was refused before it was begun is listed, too.

            Examples:
              hybridtop actions list
              hybridtop actions show 20261121T120000-3f9a1c
              hybridtop actions export | jq 'select(.event=="confirmed")'
            """,
        subcommands: [
            List.self, Show.self, Export.self, Watch.self, Resume.self, Back.self, Settle.self,
            Undo.self,
        ], defaultSubcommand: List.self)

    /// Lists them.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all actions: what is over by when it ended, then what is not over.",
            discussion: """
                One that was undone names the action that did it, and an undo the one that it took back. \
                Last come those whose plan the journal has lost: in JSON they have "planLost": true, and \
                of their plan the id alone.
                """)

        @Flag(help: "Only those that are not over.")
        var unfinished = false

        @Flag(help: "One object of JSON a line.")
        var json = false

        func run() throws {
            let replay = try JournalReading.replay()
            let accounts = ActionList.sorted(unfinished ? replay.unfinished : replay.accounts)
            let (lost, undos) = (replay.unsettledPlanless, replay.undos)
            if json {
                return standardOutput(
                    accounts.map { ActionText.json($0, undos) }.joined()
                        + lost.map { ActionText.json($0) }.joined())
            }
            let text = ActionList.table(accounts, lost, undos)
            standardOutput(text.isEmpty ? "no actions\n" : text)
            JournalReading.complain(of: replay)
        }
    }

    /// Shows one.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show an action: its plan, and what happened when.")

        @Argument(help: "Its id.")
        var id: String

        @Flag(help: "As one object of JSON.")
        var json = false

        func run() throws {
            let replay = try JournalReading.replay()
            let account = try JournalReading.account(id, in: replay)
            standardOutput(
                json
                    ? ActionText.json(account, replay.undos)
                    : ActionText.story(account, replay.undos))
        }
    }

    /// Prints the journal.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the journal's entries as JSON, one a line.",
            discussion: """
                The plan of an undo has "undo_of", and that of an action that was undone "undone_by", each \
                with the other's id; the file itself does not.
                """)

        @Argument(help: "The id of an action; all of them otherwise.")
        var id: String?

        func run() throws {
            let replay = try JournalReading.replay()
            let accounts =
                try id.map { [try JournalReading.account($0, in: replay)] } ?? replay.accounts
            let undos = replay.undos
            for entry in accounts.flatMap(\.entries) {
                let bytes = try Journal.encode(entry, undos: undos)
                standardOutput(ActionText.escaped(String(decoding: bytes, as: UTF8.self)))
            }
            JournalReading.complain(of: replay)
        }
    }
}

/// The journal, for reading.
enum JournalReading {
    /// Everything in it. Ends the command where it cannot be read.
    static func replay() throws -> JournalReplay {
        let path = StateFolder.path(ProcessEnvironment.current) + "/actions.jsonl"
        do throws(Journal.Failure) {
            return try Journal.replay(path: path)
        } catch {
            standardError("hybridtop: \(error.description)\n")
            throw ExitCode(2)
        }
    }

    /// One action. Ends the command where there is none.
    static func account(
        _ id: String, in replay: JournalReplay
    ) throws -> JournalReplay.Account {
        if let account = replay.account(id) { return account }
        let why =
            replay.planless(id)?.sentence
            ?? "the journal has no action '\(CleanText.clean(id))'"
        standardError("hybridtop: \(ActionText.clean(why))\n")
        throw ExitCode(2)
    }

    /// Says what in it is not to be relied on.
    static func complain(of replay: JournalReplay) {
        if replay.malformed > 0 {
            standardError("hybridtop: \(replay.malformed) lines of the journal are no entries\n")
        }
        if let objection = replay.objection { standardError("hybridtop: \(objection)\n") }
        for lost in replay.unsettledPlanless {
            standardError("hybridtop: \(ActionText.clean(lost.sentence))\n")
        }
        for account in replay.accounts where account.isBroken {
            standardError("hybridtop: the journal of \(account.machine.plan.id) is damaged\n")
        }
    }
}
