import Fleet

/// An amount as Kubernetes writes it: `8`, `64Gi`, `500m`, `1e3` (apimachinery, resource.Quantity).
struct KubeQuantity: Sendable, Decodable, Hashable {
    /// `nil` for text that is no amount.
    var value: Double?

    private static let suffixes: [String: Double] = [
        "": 1, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
        "P": 1e15, "E": 1e18, "Ki": 0x1p10, "Mi": 0x1p20, "Gi": 0x1p30, "Ti": 0x1p40, "Pi": 0x1p50,
        "Ei": 0x1p60,
    ]

    init(_ text: String) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
        let rest = String(text.dropFirst(number.count))
        if let scale = Self.suffixes[rest] {
            value = Double(number).map { $0 * scale }
        } else {
            value = text.count < 40 ? Double(text) : nil
        }
        if value?.isFinite == false { value = nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try? container.decode(String.self)
        self.init(try text ?? "\(container.decode(Double.self))")
    }

    /// A whole number of things; 0 where it is none that can be meant.
    var count: Int {
        guard let value, value > 0, value < 65_537 else { return 0 }
        return Int(value)
    }
}

/// Amounts by the name of what they are of.
typealias KubeResources = [String: KubeQuantity]

extension KubeResources {
    /// GPUs and their like, and slices of them that are given out one by one. What three names are told
    /// of (`neuron`, `neurondevice`, `neuroncore`) is counted once.
    var accelerators: Int {
        var count = 0
        for (name, quantity) in self where Self.isAccelerator(name) { count += quantity.count }
        let neuron = ["neuron", "neurondevice", "neuroncore"].lazy.map {
            self["aws.amazon.com/\($0)"]?.count ?? 0
        }
        return count + (neuron.first { $0 > 0 } ?? 0)
    }

    /// Whether it says how many GPUs there are, even if none.
    var tellsAccelerators: Bool {
        keys.contains { Self.isAccelerator($0) || $0.hasPrefix("aws.amazon.com/neuron") }
    }

    private static func isAccelerator(_ name: String) -> Bool {
        names.contains(name) || name.hasPrefix("nvidia.com/mig-")
    }

    private static let names: Set<String> = [
        "nvidia.com/gpu", "nvidia.com/gpu.shared", "amd.com/gpu", "google.com/tpu",
        "habana.ai/gaudi", "gpu.intel.com/i915", "gpu.intel.com/xe",
    ]
}
