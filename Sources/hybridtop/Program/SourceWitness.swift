import Collector
import Fleet
import Providers

/// The configured sources that watch GPUs, asked anew when somebody wants to see a node with their eyes.
/// Each look is by a provider of its own, so that it never waits for what is under way.
struct SourceWitness: NodeWitness {
    /// The sources that tell processes of nodes.
    private let entries: [ProviderSettings]
    private let transports: Transports

    init(_ expanded: [ProviderSettings], transports: Transports) {
        entries = expanded.filter { entry in
            Registry.provider(entry.provider)?.descriptor.capabilities.contains(.processes) ?? false
        }
        self.transports = transports
    }

    func look(at node: String, site: String) async -> Result<NodeSight, SourceFailure>? {
        let named = entries.filter { $0.site == site && Self.label($0.name) == Self.label(node) }
        // Two full names are two hosts, whatever their first parts.
        guard let entry = named.first(where: { $0.name == node }) ?? named.first,
            named.count == 1
                || named.contains(where: { $0.name == node }),
            let type = Registry.provider(entry.provider),
            let provider = try? type.init(entry, transports: transports)
        else { return nil }
        do throws(SourceFailure) {
            let sample = try await Self.sample(provider)
            guard !sample.inventory.nodes.isEmpty else { return nil }
            return .success(NodeSight(sample, node: 0, source: entry.source))
        } catch { return .failure(error) }
    }

    private static func sample(_ provider: any Provider) async throws(SourceFailure) -> Sample {
        let slow = try await provider.poll().sample
        guard let streaming = provider as? any StreamingProvider else { return slow }
        let fast = try await streaming.pollFast().sample
        return streaming.combine(fast: fast, slow: slow, previous: nil)
    }

    private static func label(_ name: String) -> Substring { name.prefix { $0 != "." } }
}
