/// Everything that one source knows at one moment: what a provider returns. A provider that learns in
/// two beats (fast readings, slow facts) keeps what the other beat told and returns the whole each time;
/// unchanged columns are shared, not copied.
package struct Sample: Sendable {
    /// What there is. Keep the same object while nothing changes.
    package var inventory: Inventory
    /// Readings of ``Inventory/nodes``, row by row.
    package var nodes: MetricTable<NodeMetric>
    /// Readings of ``Inventory/accelerators``.
    package var accelerators: MetricTable<AcceleratorMetric>
    /// Readings of ``Inventory/endpoints``.
    package var endpoints: MetricTable<EndpointMetric>
    /// One a row of ``Inventory/accelerators``.
    package var acceleratorStates: [AcceleratorState]
    /// The job that holds each row of ``Inventory/accelerators``, by its ``Job/id``, where the source tells
    /// that of its own; empty where it does not.
    package var holders: [String?]
    /// One a row of ``Inventory/endpoints``.
    package var endpointStates: [EndpointState]
    /// Why an endpoint does not serve, one a row, where the source works and found that out by asking it;
    /// empty where it did not ask.
    package var endpointFailures: [SourceFailure?]
    /// When each endpoint's figures were measured, where the source publishes late (clouds); empty
    /// where that is when the sample was taken.
    package var endpointTimes: [WallTime?]
    /// Compute processes, or the reason why they are not known.
    package var processes: Reading<[ComputeProcess]>
    /// Xid errors in the kernel log since the node booted, or why they are not known.
    package var kernelEvents: Reading<[KernelEvent]>
    /// Jobs of a batch scheduler, or why they are not known.
    package var jobs: Reading<[Job]>
    /// What a scheduler says of each row of ``Inventory/nodes``; empty where the source is none.
    package var schedules: [NodeSchedule]
    /// When the source measured it, if it says so itself; else the collector's time of receipt counts.
    package var measured: WallTime?
    /// Things that a person should know about the source though it works: an unknown schema, a view
    /// limited by a cgroup, a deprecated option. One sentence each.
    package var notes: [String]
    /// Whether nothing was heard yet: the rows are those that the configuration names, so that what has
    /// never answered is there and says why.
    package var isExpected = false

    /// A sample of an inventory in which nothing is reported yet.
    package init(inventory: Inventory) {
        self.inventory = inventory
        nodes = MetricTable(rowCount: inventory.nodes.count)
        accelerators = MetricTable(rowCount: inventory.accelerators.count)
        endpoints = MetricTable(rowCount: inventory.endpoints.count)
        acceleratorStates = Array(repeating: .present, count: inventory.accelerators.count)
        holders = []
        endpointStates = Array(repeating: .unknown, count: inventory.endpoints.count)
        endpointFailures = []
        endpointTimes = []
        processes = .absent(.notReported)
        kernelEvents = .absent(.notReported)
        jobs = .absent(.notReported)
        schedules = []
        measured = nil
        notes = []
    }

    /// What is expected of a source that has not answered: its rows, and these metrics as absent.
    package init(
        expecting inventory: Inventory, nodes: [NodeMetric] = [], endpoints: [EndpointMetric] = []
    ) {
        self.init(inventory: inventory)
        let unknown = Absence(.notReported, .noAnswer)
        for metric in nodes {
            for row in inventory.nodes.indices { self.nodes[metric, row] = .absent(unknown) }
        }
        for metric in endpoints {
            for row in inventory.endpoints.indices {
                self.endpoints[metric, row] = .absent(unknown)
            }
        }
        processes = .absent(unknown)
        kernelEvents = .absent(unknown)
        isExpected = true
    }
}
