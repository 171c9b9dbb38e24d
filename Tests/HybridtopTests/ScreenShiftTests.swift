import Support
import Testing

extension RealProgramTests {
    /// Requests are moved between servers of a real router by keys alone, while they flow.
    @Suite struct ShiftingRequests {
        private static let setting = """
            actions: { stages: [5, 25, 50, 100], hold: 1s }
            """

        /// To 20 and 80, in stages; then towards a server that fails from 30 % on; then back.
        @Test func aShiftIsFollowedABadOneGoesBackAndTheFirstIsUndone() throws {
            let scene = try ActionLab(Self.setting)
            let terminal = try scene.program.screen(columns: 140, rows: 60)
            let keys = ActionKeys(terminal: terminal)
            try keys.filter("3", "chat/rented", until: "Endpoints 1 of 6")
            try keys.unlock("prod")
            try shift("80", until: "20%", keys)
            try keys.wait("reroute chat to rented 80 %", "verified")
            #expect(try scene.weights == ["20", "80", "20", "80"])
            let landed = try scene.landed()
            #expect((0.7...0.9).contains(landed), "\(landed) of the requests land there")
            try scene.lab.tell("degrade own 30")
            try shift("40", until: "60%", keys)
            try keys.wait("reroute chat to own 60 %", "rolled back")
            #expect(try scene.weights == ["20", "80", "20", "80"])
            try scene.lab.tell("degrade own 100")
            try undoFirst(keys)
            #expect(try scene.weights == ["100", "0", "100", "0"])
            scene.expectNothingSentTwice()
            #expect(try keys.quit())
            let told = scene.program.run("actions list").output
            #expect(told.contains("rolled back") && told.contains("verified"), "\(told)")
        }

        /// What is labelled as protected goes to no rented site, and no key changes that.
        @Test func aProtectedWorkloadIsRefusedByItsRule() throws {
            let scene = try ActionLab()
            try scene.program.configure(
                ActionLab.configuration(scene.lab)
                    .replacing("data_class: open", with: "data_class: patient"))
            let terminal = try scene.program.screen()
            let keys = ActionKeys(terminal: terminal)
            try keys.filter("3", "chat/rented", until: "Endpoints 1 of 6")
            try keys.unlock("prod")
            try terminal.write("r80\r")
            try terminal.wait(for: "residency")
            try terminal.wait(for: "patient")
            for key in ["\u{1b}[6~", "y", "\r", "y"] {
                try terminal.write(key)
                try? terminal.wait(within: .milliseconds(700)) { $0.screen.text.contains("sent") }
            }
            try terminal.write("\u{1b}")
            try terminal.wait(for: "q quit")
            #expect(try scene.weights == ["100", "0", "100", "0"])
            #expect(scene.onlyRefused(1), "\(scene.journal)")
            try terminal.write("7")
            try terminal.wait("it stands among what is done", within: .seconds(20)) {
                let text = $0.screen.text
                return text.contains("done 1") && text.contains("refused")
            }
            #expect(!terminal.screen.text.contains("went wrong"), "\(terminal.screen.text)")
            #expect(try keys.quit())
        }

        /// Gives the rented server a share of its requests, from the row that is shown.
        private func shift(_ share: String, until shown: String, _ keys: ActionKeys) throws {
            try keys.terminal.write("3r")
            try keys.terminal.wait(for: "50 → 100 % of the way")
            try keys.terminal.write(share)
            try keys.terminal.wait(for: shown)
            try keys.terminal.write("\r")
            try keys.terminal.wait(for: "set weight chat/rented \(share)")
            try keys.confirm()
        }

        /// The older of two that are done.
        private func undoFirst(_ keys: ActionKeys) throws {
            try keys.terminal.write("7G")
            try keys.terminal.write("U")
            try keys.terminal.wait(for: "set weight chat/rented 0")
            try keys.confirm()
            try keys.terminal.wait("the undoing", within: .seconds(60)) {
                $0.screen.text.contains("done 2")
            }
        }
    }
}
