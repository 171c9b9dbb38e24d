/// Where the cells of a ``HeatMap`` go: the roomiest of a fixed list of packings that fits.
package struct HeatMapLayout: Sendable {
    /// A cell of the map; `width` columns show the same tile.
    package struct Cell: Sendable, Equatable {
        /// From 0 at the left of the map.
        package var column: Int
        /// From 0 at the top of the map.
        package var row: Int
        /// Columns that it fills.
        package var width: Int
        /// The worst of those that it stands for.
        package var tile: HeatTile
        /// The first GPU that it stands for, in the order of the map.
        package var first: Int
        /// How many it stands for.
        package var count: Int
    }

    /// The name of a site or node.
    package struct Label: Sendable, Equatable {
        /// Cut to its width.
        package var text: String
        /// From 0 at the left of the map.
        package var column: Int
        /// From 0 at the top of the map.
        package var row: Int
        /// Columns that it may take.
        package var width: Int
    }

    /// In the order of the map.
    package private(set) var cells: [Cell] = []
    /// In the order of the map.
    package private(set) var labels: [Label] = []
    /// Rows used.
    package private(set) var rows = 0
    /// GPUs that share a cell at most.
    package private(set) var perCell = 1
    /// GPUs that found no place: 0, but where there is no room at all.
    package private(set) var hidden = 0

    /// How the cells of a node stand.
    enum Packing: Equatable {
        /// Each node with its name, its GPUs two columns wide.
        case named(cellWidth: Int)
        /// Each node with the part of its name that tells it from the others of its site.
        case short
        /// A space between nodes.
        case spaced
        /// One cell after the other, so many GPUs in each.
        case joined(perCell: Int)

        /// Columns that so many GPUs take at least.
        func columns(_ count: Int) -> Int {
            switch self {
            case .named(let cellWidth): count * cellWidth
            case .short, .spaced: count
            case .joined(let perCell): (count + perCell - 1) / perCell
            }
        }
    }

    /// Packs a map into a size. It uses every row only if it has to.
    package init(_ map: HeatMap, width: Int, height: Int) {
        let count = map.count
        guard width > 0, height > 0, count > 0 else {
            hidden = count
            return
        }
        let nameWidth = Self.siteColumn(map, width: width, height: height)
        let room = (width - nameWidth) * height
        for packing in Self.candidates(count) where packing.columns(count) <= room {
            var attempt = Attempt(
                width: width, height: height, indent: nameWidth, packing: packing)
            if attempt.pack(map) {
                cells = attempt.cells
                labels = attempt.labels
                rows = attempt.row
                if case .joined(let number) = packing { perCell = number }
                return
            }
        }
        hidden = count
    }

    /// The rows that the map takes at a width, for each way of packing that gives every GPU a cell of its
    /// own and takes no more than `limit` rows; the tightest first.
    package static func rows(of map: HeatMap, width: Int, limit: Int) -> [Int] {
        guard width > 0, limit > 0, map.count > 0 else { return [] }
        let indent = siteColumn(map, width: width, height: limit)
        let packings = [Packing.joined(perCell: 1)] + candidates(0).reversed()
        return packings.compactMap { packing in
            var attempt = Attempt(width: width, height: limit, indent: indent, packing: packing)
            return attempt.pack(map) ? attempt.row : nil
        }
    }

    /// The place in ``cells`` of the one that stands for a GPU; `nil` where it is hidden.
    package func cell(of gpu: Int) -> Int? {
        var low = 0
        var high = cells.count
        while low < high {
            let middle = (low + high) / 2
            if cells[middle].first <= gpu { low = middle + 1 } else { high = middle }
        }
        guard low > 0, gpu < cells[low - 1].first + cells[low - 1].count else { return nil }
        return low - 1
    }

    /// The columns kept for site names; 0 where sites must share rows.
    private static func siteColumn(_ map: HeatMap, width: Int, height: Int) -> Int {
        guard map.sites.count <= height, width >= 24 else { return 0 }
        let longest = map.sites.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
        return min(longest, max(6, width / 6)) + 1
    }

    private static func candidates(_ count: Int) -> [Packing] {
        var list: [Packing] = [.named(cellWidth: 2), .named(cellWidth: 1), .short, .spaced]
        var perCell = 1
        while perCell < count * 2 {
            list.append(.joined(perCell: perCell))
            perCell *= 2
        }
        return list
    }
}

/// One packing being tried.
private struct Attempt {
    let width: Int
    let height: Int
    let indent: Int
    let packing: HeatMapLayout.Packing
    var cells: [HeatMapLayout.Cell] = []
    var labels: [HeatMapLayout.Label] = []
    /// The row after the last one used.
    var row = 0
    private var column = 0
    /// GPUs that have their place.
    private var placed = 0

    init(width: Int, height: Int, indent: Int, packing: HeatMapLayout.Packing) {
        self.width = width
        self.height = height
        self.indent = indent
        self.packing = packing
    }

    /// Whether everything found a place.
    mutating func pack(_ map: HeatMap) -> Bool {
        if indent == 0 { return packRun(map.sites.flatMap(\.nodes), isLast: true) }
        for site in map.sites {
            guard row < height else { return false }
            labels.append(
                HeatMapLayout.Label(text: site.name, column: 0, row: row, width: indent - 1))
            guard packRun(site.nodes, isLast: true) else { return false }
        }
        return true
    }

    private mutating func packRun(_ nodes: [HeatMap.Node], isLast: Bool) -> Bool {
        column = indent
        let fits =
            switch packing {
            case .named(let cellWidth): packNamed(nodes, cellWidth: cellWidth)
            case .short: packShort(nodes)
            case .spaced: packSpaced(nodes)
            case .joined(let perCell): packJoined(nodes, perCell: perCell)
            }
        row += 1
        return fits && row <= height
    }

    private mutating func packNamed(_ nodes: [HeatMap.Node], cellWidth: Int) -> Bool {
        let longest = nodes.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
        let most = nodes.map(\.tiles.count).max() ?? 0
        let name = min(longest, 20)
        let pitch = name + 1 + most * cellWidth + 3
        guard indent + pitch - 3 <= width else { return false }
        for node in nodes {
            guard step(pitch - 3) else { return false }
            labels.append(
                HeatMapLayout.Label(text: node.name, column: column, row: row, width: name))
            column += name + 1
            for tile in node.tiles { add(tile, count: 1, cellWidth: cellWidth) }
            column += (most - node.tiles.count) * cellWidth + 3
        }
        return true
    }

    private mutating func packShort(_ nodes: [HeatMap.Node]) -> Bool {
        let shared = HeatMap.sharedStart(nodes.map(\.name))
        let names = nodes.map { String($0.name.dropFirst(shared.count)) }
        let name = names.map { DisplayWidth.columns(of: $0) }.max() ?? 0
        let most = nodes.map(\.tiles.count).max() ?? 0
        // Beyond a few letters whole names serve better.
        guard nodes.count > 1, !shared.isEmpty, (1...6).contains(name),
            indent + name + 1 + most <= width
        else { return false }
        let first = row
        for (place, node) in nodes.enumerated() {
            guard step(name + 1 + most) else { return false }
            labels.append(
                HeatMapLayout.Label(text: names[place], column: column, row: row, width: name))
            column += name + 1
            for tile in node.tiles { add(tile, count: 1, cellWidth: 1) }
            column += most - node.tiles.count + 2
        }
        if row > first, indent > 0 {
            labels.append(
                HeatMapLayout.Label(
                    text: shared + "…", column: 0, row: first + 1, width: indent - 1))
        }
        return true
    }

    private mutating func packSpaced(_ nodes: [HeatMap.Node]) -> Bool {
        for node in nodes {
            let room = width - indent
            guard step(min(room, node.tiles.count)) else { return false }
            for tile in node.tiles {
                guard step(1) else { return false }
                add(tile, count: 1, cellWidth: 1)
            }
            column += 1
        }
        return true
    }

    private mutating func packJoined(_ nodes: [HeatMap.Node], perCell: Int) -> Bool {
        var waiting: [HeatTile] = []
        waiting.reserveCapacity(perCell)
        for node in nodes {
            for tile in node.tiles {
                waiting.append(tile)
                if waiting.count == perCell {
                    guard flush(&waiting) else { return false }
                }
            }
        }
        return waiting.isEmpty || flush(&waiting)
    }

    private mutating func flush(_ waiting: inout [HeatTile]) -> Bool {
        guard step(1) else { return false }
        add(HeatTile.merged(waiting), count: waiting.count, cellWidth: 1)
        waiting.removeAll(keepingCapacity: true)
        return true
    }

    /// Goes to the next row where so many columns are not left; false where there is no next row.
    private mutating func step(_ needed: Int) -> Bool {
        if column + needed > width {
            row += 1
            column = indent
        }
        return row < height && column + needed <= width
    }

    private mutating func add(_ tile: HeatTile, count: Int, cellWidth: Int) {
        cells.append(
            HeatMapLayout.Cell(
                column: column, row: row, width: cellWidth, tile: tile, first: placed, count: count)
        )
        column += cellWidth
        placed += count
    }
}
