import Testing

/// What a person sees who does not know the program yet: its help, and what it makes of slips.
@Suite struct RootHelpTests {
    @Test(arguments: ["--help", "-h", "help"])
    func helpAtTheRootListsTheOptionsOfTheScreen(words: String) throws {
        let outcome = try ProgramRun().run(words)
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        for text in [
            "--config", "--demo", "--interval", "--theme", "--colors", "--graphs", "--ascii",
            "--no-mouse", "--version", "Examples:", "hybridtop log --once", "config  ",
            "completions", "actions", "drain", "reroute", "scale",
        ] {
            #expect(outcome.output.contains(text), "\(text)")
        }
        #expect(
            outcome.output.split(separator: "\n").filter { $0.hasPrefix("  hybridtop") }.count == 8)
    }

    @Test(arguments: [
        ("lgo", "'lgo' is not a command of hybridtop. Did you mean 'log'?"),
        ("--demo --graphs block confgi check", "Did you mean 'config'?"),
        ("config chekc", "'chekc' is not a command of hybridtop config. Did you mean 'check'?"),
        ("nonsense", "Commands: screen, log, config"), ("--thme x", "Did you mean '--theme'?"),
        ("log --intervall 5s", "Did you mean '--interval'?"),
    ])
    func aSlipIsToldFromWhatWasMeant(words: String, told: String) throws {
        let outcome = try ProgramRun().run(words)
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.contains(told), "\(outcome.errors)")
        #expect(words != "nonsense" || !outcome.errors.contains("Did you mean"))
    }

    @Test func theManualListsTheOptionsOfTheScreen() throws {
        let page = try ProgramRun().run("man").output
        let options = page.components(between: ".SH OPTIONS", and: ".SH COMMANDS")
        #expect(options.contains("\\-\\-theme") && options.contains("\\-\\-demo"))
    }
}

extension String {
    /// What stands between two texts.
    fileprivate func components(between start: String, and end: String) -> Substring {
        guard let from = firstRange(of: start),
            let to = self[from.upperBound...].firstRange(of: end)
        else { return "" }
        return self[from.upperBound..<to.lowerBound]
    }
}
