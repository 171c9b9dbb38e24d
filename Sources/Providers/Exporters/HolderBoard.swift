import Fleet

/// Who holds accelerators, as the labels of their series tell it. Labels of a series are looked at once;
/// that a holder has gone is seen by its series staying away.
struct HolderBoard: Sendable {
    /// What several hold, or nobody.
    private static let several: Int32 = -2
    private static let nobody: Int32 = -1

    private var names: [String] = []
    private var placeOfName: [String: Int32] = [:]
    /// By place in the catalogue; `nil` for what has not been looked at.
    private var ofSeries: [Int32?] = []
    /// By row of the board, in this round.
    private var ofRow: [Int32] = []
    private var isTold = false

    /// Begins a new round.
    mutating func begin() {
        ofRow.removeAll(keepingCapacity: true)
        isTold = false
    }

    /// The catalogue has begun anew: its places mean something else.
    mutating func forget() {
        ofSeries = []
        names = []
        placeOfName = [:]
    }

    /// A series about a row had a value.
    mutating func take(
        _ series: Int32, _ row: Int, _ catalogue: SeriesCatalogue,
        _ identity: ExporterRecipe.Identity
    ) {
        guard !identity.pod.isEmpty else { return }
        let place = Int(series)
        while ofSeries.count <= place { ofSeries.append(nil) }
        let holder = ofSeries[place] ?? look(catalogue.definitions[place], identity)
        ofSeries[place] = holder
        guard holder >= 0 else { return }
        isTold = true
        while ofRow.count <= row { ofRow.append(Self.nobody) }
        if ofRow[row] == Self.nobody {
            ofRow[row] = holder
        } else if ofRow[row] != holder {
            ofRow[row] = Self.several
        }
    }

    /// The holder of each of some rows; empty where none is told.
    func names(of order: [Int]) -> [String?] {
        guard isTold else { return [] }
        return order.map { row in
            row < ofRow.count && ofRow[row] >= 0 ? names[Int(ofRow[row])] : nil
        }
    }

    private mutating func look(
        _ series: SeriesDefinition?, _ identity: ExporterRecipe.Identity
    ) -> Int32 {
        guard let series, let pod = series.first(of: identity.pod),
            let namespace = series.first(of: identity.namespace)
        else { return Self.nobody }
        // As pods are called as jobs.
        let name = "\(CleanText.clean(namespace))/\(CleanText.clean(pod))"
        if let known = placeOfName[name] { return known }
        let place = Int32(names.count)
        names.append(name)
        placeOfName[name] = place
        return place
    }
}
