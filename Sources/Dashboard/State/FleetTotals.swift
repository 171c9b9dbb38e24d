package import Fleet

/// Sums over the whole fleet for the header. Each sum says of how many it is one: what does not report
/// is left out, not counted as zero.
package struct FleetTotals: Hashable, Sendable {
    /// Sources that are live, of all.
    package var liveSources = 0
    package var sources = 0
    /// GPUs, whole ones; those that answer.
    package var accelerators = 0
    package var presentAccelerators = 0
    /// Sum of utilisation over those that report it, and how many do.
    package var utilization = 0.0
    package var utilizationCount = 0
    /// Sum of the request rates, of how many endpoints, of all.
    package var requestRate = 0.0
    package var requestRateCount = 0
    package var endpoints = 0
    package var power = 0.0
    package var powerCount = 0

    /// Sums of nothing.
    package init() {}

    /// The sums of a snapshot. Only live sources count towards what is current.
    package init(_ snapshot: FleetSnapshot) {
        sources = snapshot.sources.count
        for source in snapshot.sources {
            if source.isLive { liveSources += 1 }
            if let sample = source.sample { add(sample, isLive: source.isLive) }
        }
    }

    /// Mean utilisation, 0...1; `nil` where nothing reports it.
    package var busy: Double? {
        utilizationCount > 0 ? utilization / Double(utilizationCount) : nil
    }

    private mutating func add(_ sample: Sample, isLive: Bool) {
        endpoints += sample.inventory.endpoints.count
        for (row, identity) in sample.inventory.accelerators.enumerated() where identity.mig == nil
        {
            accelerators += 1
            guard isLive, sample.acceleratorStates[row] == .present else { continue }
            presentAccelerators += 1
            if let value = sample.accelerators.value(.utilization, row) {
                utilization += value
                utilizationCount += 1
            }
            if let value = sample.accelerators.value(.power, row) {
                power += value
                powerCount += 1
            }
        }
        guard isLive else { return }
        for row in sample.inventory.endpoints.indices {
            if let rate = sample.endpoints.value(.requestRate, row) {
                requestRate += rate
                requestRateCount += 1
            }
        }
    }
}
