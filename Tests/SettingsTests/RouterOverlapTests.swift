import Testing

@testable import Settings

/// Two workloads that claim one service of a router.
@Suite struct RouterOverlapTests {
    private static let sources = "sources: [{ haproxy: { name: edge, socket: /run/h.sock } }]\n"

    private func workloads(_ lines: String...) -> String {
        Self.sources + "workloads:\n" + lines.map { "  \($0)\n" }.joined()
    }

    @Test(arguments: [
        ("a: { router: haproxy/chat, data_class: open }", "data_class"),
        ("a: { router: haproxy/edge/chat, data_class: open }", "data_class"),
        ("a: { router: haproxy/chat, data_class: patient, objectives: { p95: 1s } }", "objectives"),
        ("a: { router: haproxy/chat }", "data_class"),
    ])
    func thoseThatAreTreatedOtherwiseAreAnError(first: String, what: String) {
        let text = workloads(first, "zsecret: { data_class: patient, router: haproxy/chat }")
        let errors = LiteralProviders.errors(text)
        #expect(errors.hasPrefix("config.yaml:4:43: workloads.zsecret: "), "\(errors)")
        #expect(errors.contains("`zsecret` claim the same router"), "\(errors)")
        #expect(errors.contains("their \(what) differ): make them one workload"), "\(errors)")
    }

    @Test(arguments: ["router: haproxy/chat", "router: haproxy/edge/chat"])
    func thoseThatAgreeAreAWarning(router: String) throws {
        let configuration = try LiteralProviders.read(
            workloads(
                "a: { router: haproxy/chat, data_class: open, objectives: { p95: 1s, queue: 4 } }",
                "b: { \(router), data_class: open, objectives: { queue: 4, p95: 1s } }"))
        #expect(configuration.warnings.count == 1)
        #expect(
            configuration.warnings.first?.hasPrefix("workloads `a` and `b` claim the same router")
                == true)
    }

    /// Endpoints may be called like the service of a router that is somebody else's.
    @Test func oneThatGoesByItsNameIsAWarning() throws {
        let configuration = try LiteralProviders.read(
            workloads(
                "chat: { data_class: open }",
                "records: { router: haproxy/edge/chat, data_class: patient }"))
        #expect(
            configuration.warnings == [
                "workloads `chat` and `records` claim the same router (`haproxy/edge/chat` and the "
                    + "name `chat` are one service, and their data_class differ): make them one "
                    + "workload, or give each the router of a service of its own"
            ])
    }

    @Test func othersAreLeftAlone() throws {
        let configuration = try LiteralProviders.read(
            workloads(
                "a: { router: haproxy/chat, data_class: open }",
                "b: { router: haproxy/embed, data_class: patient }",
                "c: { router: haproxy/edge/code, data_class: patient }",
                "d: { data_class: patient }", "e: {}"))
        #expect(configuration.warnings.isEmpty && configuration.workloads.count == 5)
    }

    @Test func theNameOfARouteIsKeptWhole() throws {
        let configuration = try LiteralProviders.read(
            workloads(
                "plain: { data_class: open }",
                "records: { router: haproxy/chat/plain, data_class: patient }"))
        #expect(!configuration.warnings.contains { $0.contains("claim the same router") })
    }
}
