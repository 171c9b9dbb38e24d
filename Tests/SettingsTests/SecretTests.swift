import Fleet
import FoundationEssentials
import Glibc
import Testing

@testable import Settings

@Suite struct SecretTests {
    private func entry(_ token: String) -> String {
        "sources:\n  - prometheus-scrape: { url: \"http://a/\", token: \"\(token)\" }\n"
    }

    @Test func comesFromTheTextTheEnvironmentOrAFile() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "hybridtop-secret-\(UUID().uuidString)").path()
        try "from-file\n".write(toFile: path, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        for (text, expected) in [
            ("hunter2", "hunter2"), ("env:TOKEN", "from-env"), ("file:\(path)", "from-file"),
        ] {
            let configuration = try LiteralProviders.read(
                entry(text), environment: ["TOKEN": "from-env"])
            #expect(configuration.sources[0].secret("token")?.reveal() == expected)
            #expect(!configuration.effectiveText.contains(expected))
            #expect(configuration.effectiveText.contains("token: \"(secret)\""))
            #expect(!"\(configuration)".contains(expected))
        }
    }

    @Test func whatIsMissingIsNamedAndNothingIsGivenAway() {
        #expect(
            LiteralProviders.errors(entry("env:TOKEN"))
                == "config.yaml:2:51: sources[0].prometheus-scrape.token: "
                + "the environment has no variable `TOKEN`")
        #expect(
            LiteralProviders.errors(entry("file:/nonexistent/token"))
                == "config.yaml:2:51: sources[0].prometheus-scrape.token: "
                + "cannot read `/nonexistent/token`: No such file or directory")
        let list = "sources:\n  - prometheus-scrape: { url: \"http://a/\", token: [hunter2] }\n"
        #expect(!LiteralProviders.errors(list).contains("hunter2"))
        #expect(LiteralProviders.errors(list).contains("expected a secret"))
    }
}
