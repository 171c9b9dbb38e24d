package import Collector
import Fleet

/// Every provider there is, in the order in which help lists them. Adding one is a folder beside this
/// file and a line here.
package enum Registry {
    /// In the order in which help lists them.
    package static let providers: [any Provider.Type] = [
        NvidiaSMIProvider.self,
        PrometheusScrapeProvider.self,
        PromQLProvider.self,
        HTTPProbeProvider.self,
        SageMakerProvider.self,
        HAProxyProvider.self,
        SlurmProvider.self,
        KubernetesProvider.self,
        ConfiguredCommandProvider.self,
    ]

    /// The provider that a configuration calls `id`.
    package static func provider(_ id: String) -> (any Provider.Type)? {
        providers.first { $0.descriptor.id == id }
    }
}
