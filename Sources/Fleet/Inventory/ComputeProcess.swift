/// A process that holds memory on an accelerator. Names and command lines come from outside: they are
/// stripped of control characters before they get here.
package struct ComputeProcess: Hashable, Sendable {
    /// Row in ``Inventory/accelerators``.
    package var accelerator: Int
    /// Process id, in the node's own numbering.
    package var pid: Int
    /// Executable name or path, as the driver tells it.
    package var name: String
    /// Device memory that it holds.
    package var memory: Reading<Double>
    /// The user, where the host tells.
    package var user: String?
    /// The command line, where the host tells.
    package var command: String?

    /// A process as the driver lists it.
    package init(
        accelerator: Int, pid: Int, name: String, memory: Reading<Double>, user: String? = nil,
        command: String? = nil
    ) {
        self.accelerator = accelerator
        self.pid = pid
        self.name = name
        self.memory = memory
        self.user = user
        self.command = command
    }
}

/// Something that a node's kernel log says about a GPU: an Xid error.
package struct KernelEvent: Hashable, Sendable {
    /// The Xid number.
    package var xid: Int
    /// Row in ``Inventory/accelerators``; `nil` where the PCI address matches none.
    package var accelerator: Int?
    /// The node's row.
    package var node: Int
    /// When, by the node's clock.
    package var time: WallTime?
    /// The rest of the line, cleaned.
    package var text: String
    /// The PCI address as the log spells it, where it is known: it finds the row of a GPU that the
    /// driver does not list any more.
    package var pciBusID: String?

    /// An event as read from the log.
    package init(
        xid: Int, accelerator: Int?, node: Int, time: WallTime?, text: String,
        pciBusID: String? = nil
    ) {
        self.xid = xid
        self.accelerator = accelerator
        self.node = node
        self.time = time
        self.text = text
        self.pciBusID = pciBusID
    }
}
