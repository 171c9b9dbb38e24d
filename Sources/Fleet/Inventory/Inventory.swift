/// What a source has: names and facts that change rarely. Shared and immutable; a source hands out the
/// same object for as long as nothing changes, so that identity (`===`) tells whether rows moved.
///
/// Row `i` of a sample's tables is element `i` of the list here.
package final class Inventory: Sendable {
    /// The hosts, in the source's order.
    package let nodes: [NodeIdentity]
    /// The accelerators of all these hosts, grouped by node in ascending index.
    package let accelerators: [AcceleratorIdentity]
    /// What serves models.
    package let endpoints: [EndpointIdentity]
    /// What the source spreads over which of these; empty for what is told by variants alone.
    package let services: [RoutedService]

    /// An inventory; order is the caller's.
    package init(
        nodes: [NodeIdentity] = [], accelerators: [AcceleratorIdentity] = [],
        endpoints: [EndpointIdentity] = [], services: [RoutedService] = []
    ) {
        self.nodes = nodes
        self.accelerators = accelerators
        self.endpoints = endpoints
        self.services = services
    }

    /// Nothing at all.
    package static let empty = Inventory()

    /// Whether the rows of both stand for the same things, whatever else has come to be known of them: a
    /// node that was rebooted is still that node.
    package func hasSameRows(as other: Inventory) -> Bool {
        self === other
            || nodes.elementsEqual(other.nodes) { $0.name == $1.name }
                && accelerators.elementsEqual(other.accelerators) {
                    $0.node == $1.node && $0.index == $1.index && $0.uuid == $1.uuid
                        && $0.mig == $1.mig
                }
                && endpoints.elementsEqual(other.endpoints) { $0.label == $1.label }
    }

    /// Whether the other says the same, object identity aside.
    package func isEqual(to other: Inventory) -> Bool {
        self === other
            || nodes == other.nodes && accelerators == other.accelerators
                && endpoints == other.endpoints && services == other.services
    }
}

/// A host with accelerators. Text here is already free of control characters.
package struct NodeIdentity: Hashable, Sendable {
    /// The name shown and joined on: what the source calls the host.
    package var name: String
    /// The driver version, `580.105.08`.
    package var driver: String?
    /// The highest CUDA version of that driver.
    package var cuda: String?
    /// The operating system and kernel.
    package var system: String?
    /// Changes with each boot (`/proc/sys/kernel/random/boot_id`).
    package var bootID: String?
    /// How the node is reached, for a shell on it: the ssh destination; `nil` for the local machine or
    /// where there is no such way.
    package var sshDestination: String?
    /// The options that ssh needs to get there: port, configuration, key.
    package var sshOptions: [String] = []
    /// Whether the node is the machine that hybridtop runs on.
    package var isLocal: Bool
    /// Labels of the source, and what the source itself says (rack, zone...).
    package var labels: [String: String]

    /// A node of which only the name is known, or more.
    package init(
        name: String, driver: String? = nil, cuda: String? = nil, system: String? = nil,
        bootID: String? = nil, sshDestination: String? = nil, isLocal: Bool = false,
        labels: [String: String] = [:]
    ) {
        self.name = name
        self.driver = driver
        self.cuda = cuda
        self.system = system
        self.bootID = bootID
        self.sshDestination = sshDestination
        self.isLocal = isLocal
        self.labels = labels
    }
}

/// One GPU, or one MIG instance of one.
package struct AcceleratorIdentity: Hashable, Sendable {
    /// The row of its node in ``Inventory/nodes``.
    package var node: Int
    /// The number that the driver gives it on its node.
    package var index: Int
    /// `GPU-...` or `MIG-...`; empty where the source does not tell (a masked capture, an old exporter).
    package var uuid: String
    /// The product name.
    package var model: String
    /// PCI address as the driver spells it.
    package var pciBusID: String?
    /// Set for a MIG instance: which slice of the GPU with the same `index` it is.
    package var mig: MIGInstance?

    /// A GPU, or with `mig` an instance of one.
    package init(
        node: Int, index: Int, uuid: String, model: String, pciBusID: String? = nil,
        mig: MIGInstance? = nil
    ) {
        self.node = node
        self.index = index
        self.uuid = uuid
        self.model = model
        self.pciBusID = pciBusID
        self.mig = mig
    }

    /// Whether both are the same device of one host: by uuid where both tell it, else by PCI address, else
    /// by number.
    package func isSameDevice(as other: AcceleratorIdentity) -> Bool {
        if !uuid.isEmpty, !other.uuid.isEmpty { return uuid == other.uuid }
        guard mig == other.mig else { return false }
        if let address = pciBusID, let another = other.pciBusID {
            return PCIAddress.isSame(address, another)
        }
        return index >= 0 && index == other.index
    }

    /// What tells it from the others of its host: its uuid, or its label where it has none.
    package var key: String { uuid.isEmpty ? label : uuid }

    /// `3`, or `3:1` for a MIG instance.
    package var label: String {
        if let mig { "\(index):\(mig.gpuInstance)" } else { "\(index)" }
    }
}

/// Which slice of a GPU a MIG instance is.
package struct MIGInstance: Hashable, Sendable {
    /// GPU instance id.
    package var gpuInstance: Int
    /// Compute instance id.
    package var computeInstance: Int
    /// `1g.10gb`; `nil` where the source gives no name.
    package var profile: String?

    /// An instance by the driver's ids.
    package init(gpuInstance: Int, computeInstance: Int, profile: String? = nil) {
        self.gpuInstance = gpuInstance
        self.computeInstance = computeInstance
        self.profile = profile
    }
}

/// Something that serves a model, or one weighted variant of it.
package struct EndpointIdentity: Hashable, Sendable {
    /// The name shown: configured, or what the server calls its model.
    package var name: String
    /// The variant, where the endpoint has several.
    package var variant: String?
    /// What kind of server it is: `vllm`, `sglang`, `triton`, `sagemaker`...
    package var kind: String
    /// The model that is served, where it is not the name.
    package var model: String?
    /// Where it answers.
    package var url: String?
    /// The machine type behind it, in a cloud.
    package var instanceType: String?
    /// How many accelerators are behind it in all, where known.
    package var acceleratorCount: Int?
    /// Where it runs, where the source says so of each: behind a router that may be anywhere. `nil` for
    /// the site of the source.
    package var site: String?
    /// Labels of the source.
    package var labels: [String: String]

    /// An endpoint of which at least name and kind are known.
    package init(
        name: String, variant: String? = nil, kind: String, model: String? = nil,
        url: String? = nil, instanceType: String? = nil, acceleratorCount: Int? = nil,
        labels: [String: String] = [:]
    ) {
        self.name = name
        self.variant = variant
        self.kind = kind
        self.model = model
        self.url = url
        self.instanceType = instanceType
        self.acceleratorCount = acceleratorCount
        self.labels = labels
    }

    /// `chat-70b` or `chat-70b/blue`.
    package var label: String {
        if let variant { "\(name)/\(variant)" } else { name }
    }
}
