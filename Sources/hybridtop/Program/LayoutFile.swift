import Dashboard
import Fleet
import FoundationEssentials
import Headless

/// Keeps theme, sorting and columns across restarts, as JSON that a person can read. Every part of it
/// may be missing.
struct LayoutFile: Sendable {
    private let file: PrivateFile

    /// A layout of a few tables takes some kilobytes.
    static let limit = 256 << 10

    /// A file at a path; neither it nor its folder need exist.
    init(path: String) { file = PrivateFile(path: path, limit: Self.limit) }

    /// Why a layout cannot be had or kept, in one sentence.
    struct Problem: Error, Hashable {
        let message: String
    }

    /// The layout that was kept; `nil` where there is none yet.
    func read() throws(Problem) -> SavedLayout? {
        do {
            guard let bytes = try file.read() else { return nil }
            return try JSONDecoder().decode(Content.self, from: Data(bytes)).layout
        } catch let failure as PrivateFile.Failure {
            throw Problem(message: CleanText.clean(failure.description))
        } catch {
            throw Problem(message: "\(file.path) is no layout of hybridtop and is passed over")
        }
    }

    /// Keeps a layout.
    func write(_ layout: SavedLayout) throws(Problem) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        do {
            try file.replace(with: Array(try encoder.encode(Content(layout))) + [0x0a])
        } catch {
            throw Problem(message: CleanText.clean("\(error)"))
        }
    }
}

/// What the file holds.
private struct Content: Codable {
    var theme: String?
    var graphs: String?
    var tables: [String: Table]?

    struct Table: Codable {
        var sortColumn: String?
        var isDescending: Bool?
        var hidden: [String]?
        var shown: [String]?
        var group: String?

        enum CodingKeys: String, CodingKey {
            case sortColumn = "sort", isDescending = "descending", hidden, shown, group
        }
    }

    init(_ layout: SavedLayout) {
        theme = layout.theme
        graphs = layout.graphs
        tables = layout.tables.mapValues { table in
            Table(
                sortColumn: table.sortColumn, isDescending: table.isDescending,
                hidden: table.hidden, shown: table.shown, group: table.group)
        }
    }

    /// Text of the file is cleaned like any from outside.
    var layout: SavedLayout {
        let tables = (tables ?? [:]).mapValues { table in
            SavedLayout.Table(
                sortColumn: table.sortColumn.map { CleanText.clean($0) },
                isDescending: table.isDescending ?? false,
                hidden: (table.hidden ?? []).map { CleanText.clean($0) },
                shown: (table.shown ?? []).map { CleanText.clean($0) },
                group: table.group.map { CleanText.clean($0) })
        }
        return SavedLayout(
            theme: CleanText.clean(theme ?? ""), graphs: graphs.map { CleanText.clean($0) },
            tables: tables)
    }
}
