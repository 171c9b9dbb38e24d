import Fleet
import Yams

/// Reads `sites:`.
struct SiteReader {
    let surroundings: Surroundings

    /// The keys of a site.
    static let keys: [SettingSchema] = [
        SettingSchema(
            "placement", .choice(Placement.allCases.map(\.rawValue)),
            summary: "Who runs which layer there.", example: "dedicated"),
        SettingSchema("country", .string, summary: "ISO 3166 country code.", example: "DE"),
        SettingSchema("provider", .string, summary: "Whose cloud it is.", example: "aws"),
        SettingSchema("pue", .number, summary: "Facility power over IT power.", example: "1.3"),
        SettingSchema(
            "attestations", .strings, summary: "What its owner vouches for.", example: "[hipaa]"),
        SettingSchema("labels", .mapping, summary: "Free labels.", example: "{ tier: one }"),
    ]

    /// All sites in the order of the file.
    func read(_ node: Node, _ errors: inout ErrorList) -> [Site] {
        errors.members(node, "sites", allowed: nil).map { member in
            site(member, &errors)
        }
    }

    private func site(_ member: Member, _ errors: inout ErrorList) -> Site {
        let path = join("sites", member.key)
        var site = Site(name: CleanText.clean(member.key))
        let reader = SettingReader(surroundings: surroundings)
        for setting in errors.members(member.value, path, allowed: Self.keys.map(\.key)) {
            guard let schema = Self.keys.first(where: { $0.key == setting.key }) else { continue }
            let place = join(path, setting.key)
            let value = reader.read(setting.value, schema.kind, path: place, &errors)
            switch (setting.key, value) {
            case ("placement", .string(let word)): site.placement = Placement(rawValue: word)
            case ("country", .string(let code)):
                site.country = country(code, setting.value, place, &errors)
            case ("provider", .string(let name)): site.provider = CleanText.clean(name)
            case ("pue", .number(let number)):
                if number < 1 || number > 10 {
                    let found = setting.value.found
                    errors.add(
                        setting.value, place, "expected a number from 1 to 10, found \(found)")
                }
                site.powerUsageEffectiveness = number
            case ("attestations", .strings(let words)):
                site.attestations = Set(words.map { CleanText.clean($0) })
            case ("labels", .mapping(let labels)): site.labels = labels
            default: break
            }
        }
        return site
    }

    private func country(
        _ code: String, _ node: Node, _ path: String, _ errors: inout ErrorList
    ) -> String? {
        let isCode = code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5a).contains($0) }
        if !isCode {
            let upper = code.uppercased()
            errors.add(
                node, path, "expected a country code such as `DE`, found \(node.found)",
                suggestion: code.utf8.count == 2 && upper != code ? upper : nil)
        }
        return isCode ? code : nil
    }
}
