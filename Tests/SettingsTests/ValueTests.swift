import Fleet
import Testing

@testable import Settings

@Suite struct ValueTests {
    @Test(arguments: [
        ("250ms", 250), ("2s", 2000), ("5m", 300_000), ("1h", 3_600_000), ("1m30s", 90_000),
        ("1.5s", 1500), ("7d", 604_800_000), ("0s", 0),
    ])
    func durationsAreRead(text: String, milliseconds: Int) {
        #expect(DurationText.parse(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "5", "s", "5 s", "-5s", "5x", "1e3s", "..s", "99999d", "5s5", "٥s"])
    func whatIsNoDurationIsNone(text: String) { #expect(DurationText.parse(text) == nil) }

    @Test(arguments: [(250, "250ms"), (2000, "2s"), (90_000, "90s"), (3_600_000, "1h"), (0, "0s")])
    func durationsAreWritten(milliseconds: Int, text: String) {
        #expect(DurationText.format(.milliseconds(milliseconds)) == text)
    }

    // Expected: bash brace expansion, `echo gpu{08..10} gpu70`.
    @Test(arguments: [
        ("gpu", ["gpu"]), ("gpu[08-10,70]", ["gpu08", "gpu09", "gpu10", "gpu70"]),
        ("a[1-2]b[01-02]", ["a1b01", "a1b02", "a2b01", "a2b02"]),
        ("gpu[1-2],web , ada@h[9-10]", ["gpu1", "gpu2", "web", "ada@h9", "ada@h10"]),
        ("[::1]", ["[::1]"]), ("h[098-101]", ["h098", "h099", "h100", "h101"]),
    ])
    func rangesAreExpanded(text: String, hosts: [String]) throws {
        #expect(try HostRange.expand(text) == hosts)
    }

    @Test(arguments: [
        "gpu[1-", "gpu]1[", "gpu[[1]]", "gpu[]", "gpu[a-b]", "gpu[9-1]", "gpu[1-9999]",
        "a[1-99]b[1-99]", "-oProxyCommand=x", "a b", "", "a,,b", "gpu[1-2-3]",
        "x[0000000001]", "h\u{1b}",
    ])
    func badRangesAreRefused(text: String) {
        #expect(throws: HostRange.Problem.self) { try HostRange.expand(text) }
    }

    @Test(arguments: [
        ("gpu*", "gpu01", true), ("gpu?", "gpu01", false), ("*01", "gpu01", true),
        ("g*0*", "gpu01", true), ("*", "", true), ("?", "", false), ("a*b*c", "axxbyyd", false),
    ])
    func patternsMatch(pattern: String, name: String, expected: Bool) {
        #expect(HostPattern.matches(pattern, name) == expected)
    }

    @Test(arguments: [
        ("intervall", "interval"), ("hots", "hosts"), ("ulr", "url"), ("Site", "site"),
        ("completely", nil),
    ])
    func theNearestNameIsOffered(text: String, expected: String?) {
        let names = ["interval", "hosts", "url", "site"]
        #expect(NearestName.of(text, among: names) == expected)
    }

    @Test(arguments: [
        ("http://a", true), ("https://a:1/x?y", true), ("http+unix://%2Frun%2Fx/m", true),
        ("http://", false), ("ftp://a", false), ("a:8000", false), ("http://a b", false),
        ("http:///x", false), ("http://user:pw@/x", false),
    ])
    func urlsAreAbsolute(text: String, expected: Bool) {
        #expect(URLText.isAbsolute(text) == expected)
    }

    @Test(arguments: [
        "plain", "with space", "a: b", "quote\"s", "back\\slash", "yes", "null", "", "- x", "#c",
        "tab\t", "new\nline", "1.5", "a:b", "{x}", "é",
    ])
    func scalarsReadBack(text: String) throws {
        let yaml = "context: \(YAMLText.scalar(text))\n"
        let read = try LiteralProviders.read(text == "" ? "context: \"\"\n" : yaml).options.context
        #expect(read == CleanText.clean(text))
        let labels = "sources: [{ nvidia-smi: { labels: \(YAMLText.mapping(["k": text])) } }]"
        #expect(try LiteralProviders.read(labels).sources[0].labels == ["k": CleanText.clean(text)])
    }
}
