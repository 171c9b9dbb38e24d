import Fleet

/// What a metrics page is taken to be of before it was ever read.
enum ExpectedPage {
    /// Ports of exporters that tell of hosts and GPUs and not of what is served there: the node
    /// exporter's, DCGM exporter's and nvidia_gpu_exporter's own.
    private static let exporterPorts: Set<Int> = [9100, 9400, 9835]

    /// The row of a page: the endpoint under its configured name, or else the source's; a host for what
    /// is known for an exporter by its port.
    static func sample(_ settings: ProviderSettings, _ url: String) -> Sample {
        let isNamed = settings.string("endpoint") != nil
        if !isNamed, let port = HTTPAddress.port(url), exporterPorts.contains(port) {
            let host = CleanText.clean(HTTPAddress.host(url) ?? url)
            return Sample(
                expecting: Inventory(nodes: [NodeIdentity(name: host, labels: settings.labels)]),
                nodes: [.acceleratorsExpected, .acceleratorsSeen])
        }
        let name = CleanText.clean(settings.string("endpoint") ?? settings.name)
        let endpoint = EndpointIdentity(
            name: name, kind: "", url: HTTPAddress.origin(url), labels: settings.labels)
        return Sample(
            expecting: Inventory(endpoints: [endpoint]),
            endpoints: [.requestRate, .errorRatio, .latencyP95, .requestsWaiting])
    }
}
