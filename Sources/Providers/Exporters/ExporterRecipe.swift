import Fleet

/// One kind of GPU exporter: how its series name a GPU, and what they mean.
struct ExporterRecipe: Sendable {
    /// Names that only this exporter uses; any of them shows that it is there.
    var marks: [String]
    /// How labels name a GPU.
    var identity: Identity
    /// What is read, one series a GPU each.
    var gauges: [Gauge]

    /// Spellings of the labels that say which GPU of which node a series is about.
    struct Identity: Sendable {
        var node: [String]
        var uuid: [String]
        /// Put in front of a UUID that lacks it, so that the same GPU has the same name everywhere.
        var uuidPrefix = ""
        var index: [String]
        var model: [String]
        var pciBusID: [String] = []
        var driver: [String] = []
        var gpuInstance: [String] = []
        var profile: [String] = []
        /// The pod that holds it, and its namespace.
        var pod: [String] = []
        var namespace: [String] = []

        /// Every spelling, for queries that keep these labels only.
        var labels: [String] {
            node + uuid + index + model + pciBusID + driver + gpuInstance + profile
                + pod + namespace
        }
    }

    /// A reading and the series that carries it.
    struct Gauge: Sendable {
        var target: Target
        /// Spellings, best first.
        var names: [String]
        /// From the series' unit to the metric's.
        var scale: Double = 1
        /// What a zero means, where it is not a zero.
        var zero: Absence?
        /// Whether it is a MIG instance's own. What is not is the whole GPU's, though the exporter repeats
        /// it for each instance.
        var isPerInstance = false
        /// Whether the reading of a whole GPU means nothing once MIG is on.
        var isVoidUnderMIG = false
    }

    /// What a series is turned into.
    enum Target: Sendable, Hashable {
        case metric(AcceleratorMetric)
        /// Parts of which the memory there is consists.
        case memoryFree, memoryReserved
        /// Busy share of the engine, which counts where there is no utilisation of a MIG instance.
        case engineActive
        /// Carries labels only.
        case identity
    }

    /// Every kind there is.
    static let all: [ExporterRecipe] = [dcgm, nvidiaGPUExporter]
}
