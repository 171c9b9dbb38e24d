import Testing

@testable import Settings

/// A workload whose router is none of the sources: it would go by no rule, and nobody would see it.
@Suite struct RouterReferenceTests {
    private static let sources = """
        sources:
          - haproxy: { name: edge, socket: /run/h.sock, backends: [chat, code] }
          - haproxy: { name: spare, socket: /run/s.sock }

        """

    private func warnings(_ router: String, _ sources: String = sources) throws -> [String] {
        let text = sources + "workloads: { a: { router: \(router) } }\n"
        return try LiteralProviders.read(text).warnings
    }

    @Test(arguments: [
        ("edge/chat", "`edge` is the name of a source: did you mean `haproxy/edge/chat`?"),
        ("hapoxy/chat", "no source is of `hapoxy`: did you mean `haproxy/chat`?"),
        ("egde/chat", "no source is of `egde`: did you mean `haproxy/edge/chat`?"),
        ("kubernetes/chat", "no source is of `kubernetes`: there are sources of haproxy"),
        (
            "haproxy/egde/chat",
            "no haproxy source is called `egde`: did you mean `haproxy/edge/chat`?"
        ),
        ("haproxy/west/chat", "no haproxy source is called `west`: there is edge, spare"),
        (
            "haproxy/edge/chta",
            "`backends` of haproxy/edge has no `chta`: did you mean `chat`?"
        ),
    ])
    func whatNeverMatchesIsAWarning(router: String, why: String) throws {
        #expect(
            try warnings(router) == [
                "workload `a` has the router `\(router)`, which never matches: \(why)"
            ])
    }

    /// One that watches all of its backends may have any.
    @Test(arguments: ["haproxy/chat", "haproxy/edge/code", "haproxy/embed", "haproxy/spare/embed"])
    func whatMayMatchIsLeftAlone(router: String) throws {
        #expect(try warnings(router).isEmpty)
    }

    @Test func withoutSourcesNothingIsSaidOfIt() throws {
        #expect(try warnings("haproxy/chat", "").isEmpty)
    }
}
