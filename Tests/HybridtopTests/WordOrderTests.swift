import Testing

@testable import hybridtop

@Suite struct WordOrderTests {
    @Test(arguments: [
        ("--config x config check", "config check --config x"),
        ("-c x log --once", "log -c x --once"),
        ("--demo --config=x --context y log -o f", "log --demo --config=x --context y -o f"),
        ("--context log log --once", "log --context log --once"),
        ("--config x config", "config --config x"), ("--config x", "--config x"),
        ("--config log", "--config log"), ("--config", "--config"), ("", ""),
        ("config check --config x", "config check --config x"), ("--demo", "--demo"),
        ("--unknown log", "--unknown log"), ("--demo nonsense", "--demo nonsense"),
        ("--config x providers nvidia-smi", "providers --config x nvidia-smi"),
    ])
    func subcommandsComeFirst(typed: String, wanted: String) {
        let words = typed.split(separator: " ").map(String.init)
        #expect(WordOrder.settled(words).joined(separator: " ") == wanted)
    }
}
