import Fleet
import Support
import Testing

/// GPUs whose uuid one source does not tell are joined by host and PCI address or number.
@Suite struct NamelessDeviceTests {
    private struct GPU {
        var index: Int
        var uuid = ""
        var address: String?
    }

    private static func source(
        _ name: String, node: String = "gpu-01", site: String = "hall", _ gpus: [GPU]
    ) -> SourceState {
        var source = HealthScene.node(node, site: site)
        source.id = SourceID(provider: name, instance: "a")
        let accelerators = gpus.map {
            AcceleratorIdentity(
                node: 0, index: $0.index, uuid: $0.uuid, model: "H100", pciBusID: $0.address)
        }
        source.sample = Sample(
            inventory: Inventory(nodes: [NodeIdentity(name: node)], accelerators: accelerators))
        return source
    }

    private static func seats(_ sources: [SourceState]) -> Int {
        let snapshot = FleetSnapshot(time: SampleFleet.time, sources: sources)
        #expect(FleetSummary(snapshot).total.acceleratorsExpected >= 0)
        return AcceleratorRoster(snapshot).seats.count
    }

    private static let two = [GPU(index: 0), GPU(index: 1)]
    private static let named = [GPU(index: 0, uuid: "GPU-a"), GPU(index: 1, uuid: "GPU-b")]

    @Test func byTheirNumber() {
        #expect(Self.seats([Self.source("a", Self.two), Self.source("b", Self.two)]) == 2)
        #expect(Self.seats([Self.source("a", Self.two), Self.source("b", Self.named)]) == 2)
        #expect(Self.seats([Self.source("b", Self.named), Self.source("a", Self.two)]) == 2)
    }

    @Test func byTheirAddressWhateverTheirNumber() {
        let one = Self.source("a", [GPU(index: 0, address: "00000000:9B:00.0")])
        let other = Self.source("b", [GPU(index: 3, uuid: "GPU-x", address: "0000:9b:00.0")])
        #expect(Self.seats([one, other]) == 1)
        let third = Self.source("c", [GPU(index: 0, address: "00000000:9C:00.0")])
        #expect(Self.seats([one, third]) == 2, "the number is no match where the address differs")
    }

    @Test func notAcrossHostsOrSites() {
        let here = Self.source("a", Self.two)
        #expect(Self.seats([here, Self.source("b", node: "gpu-02", Self.two)]) == 4)
        #expect(Self.seats([here, Self.source("b", site: "cloud", Self.two)]) == 4)
        #expect(Self.seats([here, Self.source("b", node: "gpu-01.example.com", Self.two)]) == 2)
    }

    @Test func notWhereBothTellAnotherUUID() {
        let other = [GPU(index: 0, uuid: "GPU-c"), GPU(index: 1)]
        #expect(Self.seats([Self.source("a", Self.named), Self.source("b", other)]) == 3)
    }

    @Test func whatIsOfOneSourceStaysApart() {
        #expect(Self.seats([Self.source("a", [GPU(index: 0), GPU(index: 0)])]) == 2)
    }

    @Test func theHostIsOneAndKnowsThatItIsComplete() throws {
        let snapshot = FleetSnapshot(
            time: SampleFleet.time,
            sources: [Self.source("a", Self.two), Self.source("b", Self.named)])
        let roster = AcceleratorRoster(snapshot)
        #expect(roster.hosts.count == 1)
        let total = FleetSummary(snapshot).total
        #expect(total.acceleratorsExpected == 2 && total.acceleratorsSeen == 2)
        #expect(roster.seats.allSatisfy { $0.twin != nil })
    }
}
