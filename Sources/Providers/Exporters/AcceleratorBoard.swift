import Fleet

/// The accelerators that series name, and the columns that their values fill. Each series is looked up
/// by its labels once; after that its place in the catalogue tells its row.
struct AcceleratorBoard: Sendable {
    /// One accelerator as its labels describe it.
    struct Row: Sendable, Equatable {
        var node: String
        var index: Int
        var uuid: String
        var model: String
        var pciBusID: String?
        var driver: String?
        var gpuInstance: Int?
        var profile: String?
        /// The round in which it last had a value.
        var lastSeen: Int
    }

    /// In order of appearance.
    private(set) var rows: [Row] = []
    /// Grows when a row is added or described better, so that the inventory is made anew.
    private(set) var revision = 0
    private var placeOfKey: [String: Int] = [:]
    /// By place in the catalogue; the second for what is the whole GPU's though a series names an
    /// instance.
    private var rowOfSeries: [[Int32]] = [[], []]
    private var holders = HolderBoard()
    private var generation = 0
    private var round = 0
    private let defaultNode: String
    private let rowLimit: Int

    /// A board; series that name no node belong to `defaultNode`.
    init(defaultNode: String, rowLimit: Int = 200_000) {
        self.defaultNode = defaultNode
        self.rowLimit = rowLimit
    }

    /// Begins a new round of readings.
    mutating func begin(_ catalogue: SeriesCatalogue) {
        round += 1
        holders.begin()
        if catalogue.generation != generation {
            generation = catalogue.generation
            rowOfSeries = [[], []]
            holders.forget()
        }
    }

    /// The job that holds each of some rows in this round; empty where no series tells one.
    func holders(_ order: [Int]) -> [String?] { holders.names(of: order) }

    /// Whether a row had a value in this round.
    func isPresent(_ row: Int) -> Bool { rows[row].lastSeen == round }

    /// Forgets rows that had no value for so many rounds. Their places move, so tables of this round
    /// have to be made afterwards.
    mutating func forget(after rounds: Int) {
        let kept = rows.filter { row in
            round - row.lastSeen < (row.gpuInstance == nil ? rounds : 1)
        }
        guard kept.count < rows.count else { return }
        rows = kept
        rowOfSeries = [[], []]
        holders.begin()
        placeOfKey.removeAll()
        for (place, row) in rows.enumerated() { placeOfKey[Self.key(row)] = place }
        revision += 1
    }

    /// The row of a series; `nil` for one that names no accelerator.
    mutating func row(
        _ series: Int32, _ catalogue: SeriesCatalogue, _ identity: ExporterRecipe.Identity,
        ofInstance: Bool
    ) -> Int? {
        let scope = ofInstance ? 0 : 1
        while rowOfSeries[scope].count <= Int(series) { rowOfSeries[scope].append(-2) }
        if rowOfSeries[scope][Int(series)] == -2 {
            let found = catalogue.definitions[Int(series)].flatMap {
                place($0, identity, ofInstance: ofInstance)
            }
            rowOfSeries[scope][Int(series)] = Int32(found ?? -1)
        }
        let row = Int(rowOfSeries[scope][Int(series)])
        guard row >= 0 else { return nil }
        rows[row].lastSeen = round
        holders.take(series, row, catalogue, identity)
        return row
    }

    private mutating func place(
        _ series: SeriesDefinition, _ identity: ExporterRecipe.Identity, ofInstance: Bool
    ) -> Int? {
        guard var row = describe(series, identity) else { return nil }
        if !ofInstance {
            row.gpuInstance = nil
            row.profile = nil
        }
        let key = Self.key(row)
        if let place = placeOfKey[key] {
            complete(place, with: row)
            return place
        }
        guard rows.count < rowLimit else { return nil }
        placeOfKey[key] = rows.count
        rows.append(row)
        revision += 1
        return rows.count - 1
    }

    /// Adds what another series of the same accelerator says beyond what is known.
    private mutating func complete(_ place: Int, with row: Row) {
        var known = rows[place]
        if known.model.isEmpty { known.model = row.model }
        if known.index < 0 { known.index = row.index }
        known.pciBusID = known.pciBusID ?? row.pciBusID
        known.driver = known.driver ?? row.driver
        known.profile = known.profile ?? row.profile
        if known != rows[place] {
            rows[place] = known
            revision += 1
        }
    }

    private func describe(
        _ series: SeriesDefinition, _ identity: ExporterRecipe.Identity
    ) -> Row? {
        func text(_ keys: [String]) -> String? {
            series.first(of: keys).map { CleanText.clean($0, limit: 128) }
        }
        let index = text(identity.index).flatMap { Int($0) }
        var uuid = text(identity.uuid) ?? ""
        if uuid.isEmpty, index == nil { return nil }
        if !uuid.isEmpty, !uuid.hasPrefix(identity.uuidPrefix), !uuid.hasPrefix("MIG-") {
            uuid = identity.uuidPrefix + uuid
        }
        let node = text(identity.node).map { String(HTTPAddress.hostName($0)) } ?? defaultNode
        return Row(
            node: node.isEmpty ? defaultNode : node,
            index: index.flatMap { $0 >= 0 ? $0 : nil } ?? -1,
            uuid: uuid, model: text(identity.model) ?? "", pciBusID: text(identity.pciBusID),
            driver: text(identity.driver),
            gpuInstance: text(identity.gpuInstance).flatMap { Int($0) },
            profile: text(identity.profile), lastSeen: round)
    }

    /// Masked UUIDs repeat, so the node is part of the name.
    private static func key(_ row: Row) -> String {
        let gpu = row.uuid.isEmpty ? "\(row.index)" : row.uuid
        return "\(row.node)\u{1}\(gpu)\u{1}\(row.gpuInstance ?? -1)"
    }
}
