/// Every GPU as a cell, by site and node. Where they do not all fit, several share a cell, and the
/// worst state among them is the one that shows.
package struct HeatMap: Sendable {
    /// The GPUs of a node.
    package struct Node: Sendable {
        /// As it is written beside its GPUs, where there is room.
        package var name: String
        /// Its GPUs, in their order.
        package var tiles: ArraySlice<HeatTile>
        /// A node by name.
        package init(name: String, tiles: ArraySlice<HeatTile>) {
            self.name = name
            self.tiles = tiles
        }
    }

    /// The nodes of a site.
    package struct Site: Sendable {
        /// As it is written before its first node.
        package var name: String
        /// In the order of the fleet.
        package var nodes: [Node]
        /// A site by name.
        package init(name: String, nodes: [Node]) {
            self.name = name
            self.nodes = nodes
        }
    }

    /// Site by site.
    package var sites: [Site]

    /// The map of sites; those without a GPU are left out.
    package init(_ sites: [Site]) {
        self.sites = sites.compactMap { site in
            let nodes = site.nodes.filter { !$0.tiles.isEmpty }
            return nodes.isEmpty ? nil : Site(name: site.name, nodes: nodes)
        }
    }

    /// GPUs in all.
    package var count: Int {
        sites.reduce(0) { $0 + $1.nodes.reduce(0) { $0 + $1.tiles.count } }
    }
}

extension HeatMap {
    /// What all names begin with, up to where their numbers begin: `gpu-a` of `gpu-a01` and `gpu-a12`.
    static func sharedStart(_ names: [String]) -> String {
        guard var shared = names.first.map({ Substring($0) }) else { return "" }
        for name in names.dropFirst() {
            while !name.hasPrefix(shared) { shared.removeLast() }
        }
        while shared.last?.isNumber == true { shared.removeLast() }
        return String(shared)
    }
}

extension HeatMapLayout {
    /// Draws the map; `selected` is the place of the cell under the cursor.
    package func draw(on canvas: inout Canvas, in rect: Canvas.Rect, selected: Int? = nil) {
        for label in labels {
            canvas.draw(
                label.text, column: rect.column + label.column, row: rect.row + label.row,
                role: .dim, limit: label.width, clip: rect)
        }
        for (place, cell) in cells.enumerated() {
            let glyph = cell.tile.glyph(isASCII: canvas.isASCII)
            // Blocks of one colour belong together; digits side by side would be a number.
            for offset in 0..<(canvas.isASCII ? 1 : cell.width) {
                canvas.plot(
                    glyph, column: rect.column + cell.column + offset, row: rect.row + cell.row,
                    role: cell.tile.role)
            }
            guard place == selected else { continue }
            canvas.point(
                Canvas.Rect(
                    column: rect.column + cell.column, row: rect.row + cell.row,
                    width: cell.width, height: 1), isFull: (cell.tile.step ?? 0) >= 4)
        }
    }
}
