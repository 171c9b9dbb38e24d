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

    @Test func headersAreShownOnlyWhereTheyAreHarmless() throws {
        let headers =
            "{ Authorization: \"Bearer hunter2\", X-Gateway: hunter2, X-Scope-OrgID: team-a }"
        let text = "sources:\n  - prometheus-scrape: { url: \"http://a/\", headers: \(headers) }\n"
        let configuration = try LiteralProviders.read(text)
        #expect(configuration.sources[0].mapping("headers")?["X-Gateway"] == "hunter2")
        let shown = configuration.effectiveText
        #expect(!shown.contains("hunter2"))
        #expect(shown.split(separator: "(secret)").count == 3)
        #expect(shown.contains("team-a"))
        let misplaced = text.replacing(headers, with: "\"Authorization: Bearer hunter2\"")
        #expect(
            LiteralProviders.errors(misplaced)
                == "config.yaml:2:53: sources[0].prometheus-scrape.headers: "
                + "expected a mapping of names to text")
    }
}
