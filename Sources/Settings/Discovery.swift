package import Fleet

/// What to look at when there is no configuration: this machine's GPUs, and servers at well-known
/// local ports. Nothing is probed here: the sources are polled like any others, and what never answers
/// is dropped from the picture by the caller.
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

    /// The candidates that the given providers can be asked for. Paths are those of the servers'
    /// metrics; `hasSMI` says whether an nvidia-smi is on the path.
    package init(_ descriptors: [ProviderDescriptor], hasSMI: Bool) {
        candidates = []
        lookedFor = []
        if let descriptor = descriptors.first(where: { $0.id == "nvidia-smi" }) {
            lookedFor.append("nvidia-smi on this machine")
            if hasSMI { candidates.append(descriptor.settings(name: "local")) }
        }
        guard let descriptor = descriptors.first(where: { $0.id == "prometheus-scrape" }) else {
            return
        }
        for port in Self.ports {
            lookedFor.append("\(port.servers) at localhost:\(port.number)")
            candidates.append(
                descriptor.settings(
                    name: "localhost:\(port.number)",
                    values: ["url": .string("http://localhost:\(port.number)/metrics")]))
        }
    }
}

extension ProviderDescriptor {
    /// Settings with the provider's defaults.
    fileprivate func settings(
        name: String, values: [String: SettingValue] = [:]
    ) -> ProviderSettings {
        ProviderSettings(
            provider: id, name: name, site: "local", interval: interval, deadline: deadline,
            values: values)
    }
}
