package import Fleet

/// What to look at when there is no configuration: this machine's GPUs, and servers at well-known
/// local ports. Nothing is probed here: the caller watches those candidates that are there.
package struct Discovery: Sendable, Hashable {
    /// The sources to try.
    package var candidates: [ProviderSettings]
    /// What was looked for, one phrase each, for a first screen that found nothing.
    package var lookedFor: [String]

    /// A well-known local port.
    private struct Port {
        let number: Int
        let servers: String
    }

    private static let ports = [
        Port(number: 8000, servers: "vLLM, Triton, NIM, Ray Serve"),
        Port(number: 8001, servers: "vLLM"), Port(number: 8002, servers: "Triton metrics"),
        Port(number: 8080, servers: "TGI, llama.cpp"), Port(number: 30000, servers: "SGLang"),
        Port(number: 4000, servers: "LiteLLM"), Port(number: 9400, servers: "DCGM exporter"),
        Port(number: 9835, servers: "nvidia_gpu_exporter"),
        Port(number: 11434, servers: "Ollama"),
    ]

    /// The candidates that the given providers can be asked for, at an interval where that is given.
    /// Paths are those of the servers' metrics.
    package init(_ descriptors: [ProviderDescriptor], interval: Duration? = nil) {
        candidates = []
        lookedFor = []
        if let descriptor = descriptors.first(where: { $0.id == "nvidia-smi" }) {
            lookedFor.append("nvidia-smi on this machine")
            candidates.append(descriptor.settings(name: "local", interval))
        }
        guard let descriptor = descriptors.first(where: { $0.id == "prometheus-scrape" }) else {
            return
        }
        for port in Self.ports {
            lookedFor.append("\(port.servers) at localhost:\(port.number)")
            candidates.append(
                descriptor.settings(
                    name: "localhost:\(port.number)", interval,
                    values: ["url": .string("http://localhost:\(port.number)/metrics")]))
        }
    }
}

extension ProviderDescriptor {
    /// Settings with the provider's defaults.
    fileprivate func settings(
        name: String, _ general: Duration?, values: [String: SettingValue] = [:]
    ) -> ProviderSettings {
        ProviderSettings(
            provider: id, name: name, site: "local", interval: interval(unless: general),
            deadline: deadline, values: values)
    }
}
