import Collector
import Fleet
import Settings
import Support
import Testing

@testable import Providers

/// What an entry of the configuration is told before anybody is asked.
@Suite struct KubernetesSettingsTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func entry(_ text: String) throws -> ProviderSettings {
        let text = "sources: [{ kubernetes: { \(text) } }]"
        return try #require(
            try ConfigurationReader.read(
                text, file: "config.yaml",
                Surroundings(descriptors: [KubernetesProvider.descriptor])
            ).sources.first)
    }

    private func problems(_ text: String) throws -> [String] {
        KubernetesProvider.fileProblems(of: try entry(text)).map { "\($0.key): \($0.message)" }
    }

    @Test func aKubeconfigThatIsNamedIsLookedInto() throws {
        let file = try folder.write(
            """
            clusters: [{ name: a, cluster: { server: 'https://a' } }]
            contexts: [{ name: a, context: { cluster: a } }, { name: b, context: { cluster: x } }]
            """, "config")
        #expect(try problems("kubeconfig: \(file), context: a") == [])
        #expect(
            try problems("kubeconfig: \(file), context: b") == [
                "context: context `b` names no cluster that is there"
            ])
        #expect(
            try problems("kubeconfig: \(file)") == [
                "kubeconfig: no context is current: name one with context"
            ])
        let missing = try problems("kubeconfig: \(folder.path)/none")
        #expect(missing.count == 1 && missing[0].hasPrefix("kubeconfig: cannot read `"))
        // Whose kubeconfig nobody named is nobody's business yet.
        #expect(try problems("context: a") == [])
    }

    @Test(arguments: [
        ("in_cluster: true, context: a", "in_cluster"), ("namespaces: [a/b]", "namespaces"),
        ("namespaces: ['']", "namespaces"), ("context: ''", "context"),
    ])
    func whatCannotBeMeantIsRefused(_ text: String, _ key: String) throws {
        let settings = try entry(text)
        let transports = Transports(
            http: CannedHTTP([:]), commands: NoCommands(), clock: MovedClock(), environment: [:])
        let error = #expect(throws: SettingError.self) {
            try KubernetesProvider(settings, transports: transports)
        }
        #expect(error?.key == key)
    }

    @Test func oneClusterIsWatchedOnce() throws {
        func claim(_ text: String) throws -> String? {
            KubernetesProvider.claim(of: try entry(text))
        }
        #expect(try claim("context: a") == claim("context: a, node_selector: x"))
        #expect(try claim("context: a") != claim("context: b"))
        #expect(
            try claim("context: a, namespaces: [x, b]")
                == "b, x in context a of the usual kubeconfig")
    }
}
