package import Fleet

/// What a reload changes about the sources: those that stay as they are go on undisturbed.
package struct SourceChanges: Sendable, Hashable {
    /// New ones, and those whose settings changed, as they are to be.
    package var added: [ProviderSettings]
    /// Those that are gone, and those whose settings changed, as they were.
    package var removed: [SourceID]
    /// Those that did not change.
    package var kept: [SourceID]

    /// The difference between two lists of expanded settings. Secrets count: a new token is a change.
    package init(from old: [ProviderSettings], to new: [ProviderSettings]) {
        var before: [SourceID: ProviderSettings] = [:]
        for settings in old { before[settings.source] = settings }
        added = []
        kept = []
        for settings in new {
            if before[settings.source] == settings {
                kept.append(settings.source)
            } else {
                added.append(settings)
            }
        }
        let same = Set(kept)
        removed = old.map(\.source).filter { !same.contains($0) }
    }

    /// Whether nothing changes.
    package var isEmpty: Bool { added.isEmpty && removed.isEmpty }
}
