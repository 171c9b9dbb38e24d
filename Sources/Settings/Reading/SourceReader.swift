import Fleet
import Yams

/// Reads the entries under `sources:` against the descriptors of the providers.
struct SourceReader {
    let surroundings: Surroundings
    /// The interval of the options, for entries that say none.
    let interval: Duration?
    /// The names under `sites:`; empty where there is no such section, and any name will do.
    let sites: [String]

    /// An entry that was read.
    struct Entry {
        var settings: ProviderSettings
        /// Where the name stands, if the entry says one.
        var nameNode: Node?
        /// Where its keys stand; the entry itself under the empty key.
        var places: [String: ConfigurationPlace]
        /// `sources[2].nvidia-smi`.
        var path: String
        /// The keys whose values were refused; the empty key where one was not known or missing.
        var faults: Set<String>
    }

    /// All entries, with names that differ.
    func read(_ node: Node, _ errors: inout ErrorList) -> [Entry] {
        guard case .sequence(let sequence) = node else {
            if !node.isNull {
                errors.add(node, "sources", "expected a list of entries, found \(node.found)")
            }
            return []
        }
        var entries: [Entry] = []
        for (place, item) in sequence.enumerated() {
            if let entry = entry(item, "sources[\(place)]", &errors) { entries.append(entry) }
        }
        SourceNames.settle(&entries, &errors)
        var examiner = EntryExaminer(surroundings: surroundings)
        examiner.examine(entries, &errors)
        return entries
    }

    private func entry(_ node: Node, _ path: String, _ errors: inout ErrorList) -> Entry? {
        let ids = surroundings.descriptors.map(\.id)
        if let id = node.text {
            return entry(id, node, body: Node.mapping(.init([])), path, &errors)
        }
        guard case .mapping(let mapping) = node, let first = mapping.first else {
            let expected = "expected a provider with its settings, such as `- \(ids.first ?? "")`"
            errors.add(node, path, "\(expected), found \(node.found)")
            return nil
        }
        for (key, _) in mapping.dropFirst() where !Document.isDuplicate(key.text ?? "") {
            errors.add(key, path, "one entry is one provider: begin a new one with `- `")
        }
        guard let id = first.key.text else {
            errors.add(first.key, path, "expected a provider, found \(first.key.found)")
            return nil
        }
        return entry(id, first.key, body: first.value, path, &errors)
    }

    private func entry(
        _ id: String, _ keyNode: Node, body: Node, _ path: String, _ errors: inout ErrorList
    ) -> Entry? {
        guard let descriptor = surroundings.descriptors.first(where: { $0.id == id }) else {
            refuse(id, keyNode, path, &errors)
            return nil
        }
        let path = join(path, id)
        let schemas = SettingSchema.common + descriptor.settings
        var values: [String: SettingValue] = [:]
        var places = ["": errors.place(keyNode)]
        var nodes: [String: Node] = [:]
        var faults: Set<String> = []
        var before = errors.errors.count
        /// Puts what was noted since the last call down to a key.
        func blame(_ key: String) {
            if errors.errors.count > before { faults.insert(key) }
            before = errors.errors.count
        }
        let members = errors.members(body, path, allowed: schemas.map(\.key))
        blame("")
        let file = members.first { $0.key == "ssh_config" }?.value.text
        let reader = SettingReader(
            surroundings: surroundings, sshFile: file.map(surroundings.resolve))
        for member in members {
            guard let schema = schemas.first(where: { $0.key == member.key }) else { continue }
            places[member.key] = errors.place(member.value)
            nodes[member.key] = member.value
            values[member.key] = reader.read(
                member.value, schema.kind, path: join(path, member.key), &errors)
            blame(member.key)
        }
        for schema in descriptor.settings where schema.isRequired && nodes[schema.key] == nil {
            errors.add(
                keyNode, path, "`\(schema.key)` is missing: \(schema.summary)")
        }
        blame("")
        checkSite(nodes["site"], path, &errors)
        blame("site")
        return Entry(
            settings: settings(descriptor, values), nameNode: nodes["name"], places: places,
            path: path, faults: faults)
    }

    /// Says that there is no such provider, and which ones there are.
    private func refuse(_ id: String, _ node: Node, _ path: String, _ errors: inout ErrorList) {
        let ids = surroundings.descriptors.map(\.id)
        let nearest = NearestName.of(id, among: ids)
        let list = ids.map { "`\($0)`" }.joined(separator: ", ")
        let message = "unknown provider `\(CleanText.clean(id, limit: 60))`"
        errors.add(
            node, path, nearest == nil ? "\(message), expected one of \(list)" : message,
            suggestion: nearest)
    }

    private func checkSite(_ node: Node?, _ path: String, _ errors: inout ErrorList) {
        guard let node, let name = node.text, !sites.isEmpty, !sites.contains(name) else { return }
        errors.add(
            node, join(path, "site"), "`\(CleanText.clean(name, limit: 60))` is not under `sites:`",
            suggestion: NearestName.of(name, among: sites))
    }

    private func settings(
        _ descriptor: ProviderDescriptor, _ values: [String: SettingValue]
    ) -> ProviderSettings {
        var settings = ProviderSettings(
            provider: descriptor.id, name: "", interval: descriptor.interval(unless: interval),
            deadline: descriptor.deadline)
        settings.values = values
        for key in SettingSchema.common.map(\.key) { settings.values[key] = nil }
        if case .string(let name) = values["name"] { settings.name = CleanText.clean(name) }
        if case .string(let site) = values["site"] { settings.site = CleanText.clean(site) }
        if case .duration(let interval) = values["interval"] { settings.interval = interval }
        if case .duration(let deadline) = values["deadline"] { settings.deadline = deadline }
        if case .mapping(let labels) = values["labels"] { settings.labels = labels }
        return settings
    }
}

extension ProviderDescriptor {
    /// The interval of an entry that says none. One that is meant for the whole fleet does not make
    /// a provider faster that is slow by design (clouds charge by the call).
    func interval(unless general: Duration?) -> Duration {
        guard let general else { return interval }
        return interval < .seconds(30) ? general : max(general, interval)
    }
}
