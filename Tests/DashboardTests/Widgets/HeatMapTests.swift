import Testing

@testable import Dashboard

/// Packing of the heat map: everything has one place, and what is broken shows at any size.
@Suite struct HeatMapTests {
    /// A map of nodes of eight GPUs over some sites, with one GPU lost.
    private func map(nodes: Int, sites: Int = 2, lost: Int? = 3) -> HeatMap {
        var tiles = (0..<nodes * 8).map { HeatTile(rawValue: UInt8($0 % 8)) }
        if let lost, tiles.indices.contains(lost) { tiles[lost] = .lost }
        return HeatMap(
            (0..<sites).map { site in
                HeatMap.Site(
                    name: "site-\(site)",
                    nodes: (0..<nodes).filter { $0 % sites == site }.map {
                        HeatMap.Node(name: "gpu-\($0)", tiles: tiles[($0 * 8)..<($0 * 8 + 8)])
                    })
            })
    }

    @Test(
        arguments: [1, 4, 64, 512, 5120],
        [(20, 1), (36, 3), (76, 4), (116, 5), (116, 12), (196, 20), (400, 120)])
    func everyGPUHasAPlaceInsideAndNoTwoCellsShareOne(nodes: Int, size: (Int, Int)) {
        let layout = HeatMapLayout(map(nodes: nodes), width: size.0, height: size.1)
        #expect(layout.hidden == 0)
        #expect(layout.cells.reduce(0) { $0 + $1.count } == nodes * 8)
        #expect(layout.cells.allSatisfy { $0.count <= layout.perCell })
        #expect(layout.rows <= size.1)
        var taken = Set<Int>()
        var isInside = true
        for cell in layout.cells {
            for column in cell.column..<cell.column + cell.width {
                isInside = isInside && column < size.0 && cell.row < size.1
                isInside = isInside && taken.insert(cell.row * 1000 + column).inserted
            }
        }
        #expect(isInside)
        for label in layout.labels where label.width > 0 {
            #expect(!taken.contains(label.row * 1000 + label.column))
        }
    }

    @Test(arguments: [1, 4, 64, 512, 5120])
    func aLostGPUShowsHoweverManyShareItsCell(nodes: Int) {
        for place in [0, nodes * 4, nodes * 8 - 1] {
            let layout = HeatMapLayout(map(nodes: nodes, lost: place), width: 76, height: 4)
            #expect(layout.cells.count { $0.tile == .lost } == 1)
        }
    }

    @Test func aSmallFleetHasNamesAndALargeOneSaysHowManyShareACell() {
        let small = HeatMapLayout(map(nodes: 1, sites: 1), width: 76, height: 3)
        #expect(small.labels.map(\.text) == ["site-0", "gpu-0"])
        #expect(small.perCell == 1)
        #expect(HeatMapLayout(map(nodes: 512), width: 116, height: 40).perCell == 1)
        // 40,960 GPUs, 109 columns beside the names, 12 rows: 64 a cell would waste half of them.
        #expect(HeatMapLayout(map(nodes: 5120), width: 116, height: 12).perCell == 32)
    }

    @Test func sitesThatDoNotFitARowEachAreRunTogether() {
        let layout = HeatMapLayout(map(nodes: 24, sites: 12), width: 60, height: 4)
        #expect(layout.hidden == 0 && layout.cells.reduce(0) { $0 + $1.count } == 192)
    }

    @Test func noRoomIsNoTrap() {
        #expect(HeatMapLayout(map(nodes: 2), width: 0, height: 0).hidden == 16)
        #expect(HeatMapLayout(HeatMap([]), width: 10, height: 2).cells.isEmpty)
        #expect(HeatMapLayout(map(nodes: 3), width: 1, height: 1).hidden == 0)
    }

    @Test func theWorstStateWinsAndLoadsAreAveraged() {
        #expect(HeatTile.merged([HeatTile(ratio: 0), HeatTile(ratio: 1)]).step == 4)
        #expect(HeatTile.merged([.stale, .lost, HeatTile(ratio: 1)]) == .lost)
        #expect(HeatTile.merged([.unknown, HeatTile(ratio: 1)]) == .unknown)
        #expect(HeatTile.merged([]) == .unknown)
        let hot = HeatTile.merged([HeatTile(ratio: 0.1), HeatTile(ratio: 0.9, limit: 0.8)])
        #expect(hot.isNearLimit && hot.step == 4)
        #expect(HeatTile(ratio: .nan).step == 0 && HeatTile(ratio: 9).step == 7)
    }

    /// State is a glyph as well as a colour.
    @Test(arguments: [true, false])
    func statesAreToldApartWithoutColour(isASCII: Bool) {
        let states: [HeatTile] = [.lost, .stale, .unknown, HeatTile(ratio: 0), HeatTile(ratio: 1)]
        #expect(Set(states.map { $0.glyph(isASCII: isASCII) }).count == states.count)
    }
}
