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
        guard let entry = entry(node, site), let sample = await sample(of: entry) else {
            return nil
        }
        switch sample {
        case .failure(let failure): return .failure(failure)
        case .success(let sample):
            guard !sample.inventory.nodes.isEmpty else { return nil }
            return .success(NodeSight(sample, node: 0, source: entry.source))
        }
    }

    /// By the rules that the screen and the logs go by, on one look.
    func hardwareFindings(of node: String, site: String) async -> [String]? {
        guard let entry = entry(node, site), let sample = await sample(of: entry),
            case .success(let sample) = sample
        else { return nil }
        let now = transports.clock.now()
        var state = SourceState(
            id: entry.source, title: entry.name, site: site, interval: .seconds(1),
            staleAfter: .seconds(60))
        state.status = .live
        state.sample = sample
        state.lastSuccess = now
        state.polls = 1
        var board = HealthBoard()
        return board.update(FleetSnapshot(time: now, sources: [state])).findings
            .filter { $0.severity == .critical && [.node, .accelerator].contains($0.subject.kind) }
            .map { "\($0.subject.name): \($0.title)" }
    }

    /// The one source that watches the node.
    private func entry(_ node: String, _ site: String) -> ProviderSettings? {
        let named = entries.filter { $0.site == site && Self.label($0.name) == Self.label(node) }
        // Two full names are two hosts, whatever their first parts.
        if let exact = named.first(where: { $0.name == node }) { return exact }
        guard named.count == 1, let only = named.first else { return nil }
        return only.name.contains(".") && node.contains(".") ? nil : only
    }

    private func sample(of entry: ProviderSettings) async -> Result<Sample, SourceFailure>? {
        guard let type = Registry.provider(entry.provider),
            let provider = try? type.init(entry, transports: transports)
        else { return nil }
        do throws(SourceFailure) {
            return .success(try await Self.sample(provider))
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
