import Fleet

extension SourceState {
    /// Where what a record is of runs: behind a router that may be another site than the router's.
    func site(_ kind: RecordKind, row: Int) -> String {
        guard kind == .endpoint, let sample else { return site }
        return sample.inventory.endpoints[row].site ?? site
    }
}
