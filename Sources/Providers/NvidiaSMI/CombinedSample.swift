import Fleet

/// Both beats of a node as one sample, with what was seen once and is not there any more.
struct CombinedSample {
    /// Where a row of the result comes from.
    private struct Row {
        var identity: AcceleratorIdentity
        var fast: Int?
        var slow: Int?
        var state: AcceleratorState
    }

    private let fast: Sample?
    private let slow: Sample?
    /// Whether some of the node's GPUs are hidden from us. Which ones may change with the login, so
    /// that one that is not seen any more need not be lost.
    private let isLimited: Bool
    /// Whether the fast beat was cut off, so that what it does not name need not be lost.
    private let isCut: Bool
    private var rows: [Row] = []
    /// The row of the result for each row of the slow sample.
    private var places: [Int: Int] = [:]
    /// Where the next device is expected: both beats tell of them in the same order.
    private var expected = 0

    /// The sample of both beats. The fast one tells which GPUs answer; one that only the slow beat or
    /// the result before knows is lost.
    static func of(fast: Sample?, slow: Sample?, previous: Sample?) -> Sample {
        guard fast != nil || slow != nil else { return previous ?? Sample(inventory: .empty) }
        var combined = CombinedSample(fast: fast, slow: slow)
        combined.lay(previous)
        return combined.sample(previous)
    }

    private init(fast: Sample?, slow: Sample?) {
        self.fast = fast
        self.slow = slow
        isCut = fast?.nodes[.acceleratorsSeen, 0].absence == .malformed
        isLimited = (slow?.nodes.value(.acceleratorsHidden, 0) ?? 0) > 0
    }

    /// Whether what was seen once and is not there now counts as lost.
    private var remembersLost: Bool {
        guard isLimited, let slow else { return true }
        let listed = slow.inventory.accelerators.count { $0.mig == nil }
        return (slow.nodes.value(.acceleratorsExpected, 0) ?? 0) > Double(listed)
    }

    private mutating func lay(_ previous: Sample?) {
        for (place, identity) in (fast?.inventory.accelerators ?? []).enumerated() {
            let state = fast?.acceleratorStates[place] ?? .present
            rows.append(Row(identity: identity, fast: place, state: state))
        }
        for (place, identity) in (slow?.inventory.accelerators ?? []).enumerated() {
            takeSlow(place, identity)
        }
        expected = 0
        for (place, identity) in (previous?.inventory.accelerators ?? []).enumerated()
        where identity.mig == nil && (remembersLost || isCut) {
            recall(identity, previous?.acceleratorStates[place] ?? .present)
        }
        takeInstanceStates()
        rows.sort {
            ($0.identity.index, $0.identity.mig?.gpuInstance ?? -1, $0.identity.uuid)
                < ($1.identity.index, $1.identity.mig?.gpuInstance ?? -1, $1.identity.uuid)
        }
        places = Dictionary(
            rows.enumerated().compactMap { place, row in row.slow.map { ($0, place) } },
            uniquingKeysWith: { first, _ in first })
    }

    private mutating func takeSlow(_ place: Int, _ identity: AcceleratorIdentity) {
        let state = slow?.acceleratorStates[place] ?? .present
        guard let row = match(identity) else {
            let isLost = fast != nil && identity.mig == nil && !isLimited && !isCut
            rows.append(
                Row(identity: identity, slow: place, state: isLost ? .lost(.unseen) : state))
            return
        }
        rows[row].slow = place
        if case .present = rows[row].state { rows[row].state = state }
        if rows[row].identity.uuid.isEmpty { rows[row].identity = identity }
    }

    /// Takes over what was there before: it is lost where the beats do not tell of it, and as it was
    /// where the fast one was cut off.
    private mutating func recall(_ identity: AcceleratorIdentity, _ state: AcceleratorState) {
        guard let row = match(identity) else {
            rows.append(Row(identity: identity, state: isCut ? state : .lost(.unseen)))
            return
        }
        if isCut, rows[row].fast == nil { rows[row].state = state }
    }

    /// An instance is as its GPU is.
    private mutating func takeInstanceStates() {
        for place in rows.indices where rows[place].identity.mig != nil {
            let index = rows[place].identity.index
            let whole = rows.first { $0.identity.mig == nil && $0.identity.index == index }
            if let whole { rows[place].state = whole.state }
        }
    }

    /// The row of the same device, if it is there already.
    private mutating func match(_ identity: AcceleratorIdentity) -> Int? {
        let row =
            rows.indices.contains(expected) && Self.isSame(rows[expected].identity, identity)
            ? expected : rows.firstIndex { Self.isSame($0.identity, identity) }
        expected = row.map { $0 + 1 } ?? expected
        return row
    }

    private static func isSame(_ one: AcceleratorIdentity, _ other: AcceleratorIdentity) -> Bool {
        guard one.mig == other.mig else { return false }
        if let address = one.pciBusID, let another = other.pciBusID {
            return address == another || PCIAddress.isSame(address, another)
        }
        if !one.uuid.isEmpty, !other.uuid.isEmpty { return one.uuid == other.uuid }
        return one.index == other.index
    }

    private func sample(_ previous: Sample?) -> Sample {
        var sample = Sample(inventory: inventory(previous))
        if let slow {
            sample.nodes = slow.nodes
            sample.processes = slow.processes.map { $0.compactMap(moved) }
            sample.kernelEvents = slow.kernelEvents.map { $0.map(moved) }
        }
        sample.acceleratorStates = rows.map(\.state)
        for metric in AcceleratorMetric.allCases {
            let fastColumn = fast?.accelerators[metric]
            let slowColumn = slow?.accelerators[metric]
            guard fastColumn != nil || slowColumn != nil else { continue }
            var column = Column(count: rows.count)
            for (place, row) in rows.enumerated() {
                column[place] = Self.reading(row, fastColumn, slowColumn)
            }
            sample.accelerators[metric] = column
        }
        count(&sample)
        sample.measured = fast?.measured ?? slow?.measured
        sample.notes = (fast?.notes ?? []) + (slow?.notes ?? [])
        return sample
    }

    private static func reading(_ row: Row, _ fast: Column?, _ slow: Column?) -> Reading<Double> {
        if case .lost(let absence) = row.state { return .absent(absence) }
        let slowReading = row.slow.flatMap { slow?[$0] }
        guard let place = row.fast, let reading = fast?[place] else {
            return slowReading ?? .absent(.notReported)
        }
        // The fast beat is newer also where it has no value, unless it just did not say.
        if reading.absence == .notReported, let slowReading { return slowReading }
        return reading
    }

    private func count(_ sample: inout Sample) {
        let whole = rows.filter { $0.identity.mig == nil }
        let seen = whole.count { $0.state == .present }
        let told = slow?.nodes.value(.acceleratorsExpected, 0) ?? 0
        sample.nodes[.acceleratorsExpected, 0] = .value(max(told, Double(whole.count)))
        sample.nodes[.acceleratorsSeen, 0] = .value(Double(seen))
    }

    /// The inventory; the same object as before where nothing changed.
    private func inventory(_ previous: Sample?) -> Inventory {
        var node = slow?.inventory.nodes.first ?? fast?.inventory.nodes.first
        if let driver = fast?.inventory.nodes.first?.driver { node?.driver = driver }
        let made = Inventory(
            nodes: node.map { [$0] } ?? [NodeIdentity(name: "")],
            accelerators: rows.map(\.identity))
        if let previous, previous.inventory.isEqual(to: made) { return previous.inventory }
        return made
    }

    private func moved(_ process: ComputeProcess) -> ComputeProcess? {
        guard let place = places[process.accelerator] else { return nil }
        var process = process
        process.accelerator = place
        return process
    }

    private func moved(_ event: KernelEvent) -> KernelEvent {
        var event = event
        event.accelerator =
            event.accelerator.flatMap { places[$0] }
            ?? event.pciBusID.flatMap { address in
                let wanted = PCIAddress.normalised(address)
                return rows.firstIndex {
                    $0.identity.mig == nil
                        && $0.identity.pciBusID.map(PCIAddress.normalised) == wanted
                }
            }
        return event
    }
}
