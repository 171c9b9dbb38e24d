import Fleet
import FoundationEssentials
import Glibc
import Testing

@testable import Settings

@Suite struct ConfigurationFileTests {
    private func file(
        _ environment: [String: String], named: String? = nil
    ) -> ConfigurationFile {
        ConfigurationFile(
            named: named,
            Surroundings(environment: environment, descriptors: LiteralProviders.all))
    }

    @Test func isFoundByFlagVariableOrCustom() {
        let home = ["HOME": "/home/ada"]
        #expect(file(home).path == "/home/ada/.config/hybridtop/config.yaml")
        #expect(!file(home).isNamed)
        let custom = home.merging(["XDG_CONFIG_HOME": "/x"]) { $1 }
        #expect(file(custom).path == "/x/hybridtop/config.yaml")
        let variable = custom.merging(["HYBRIDTOP_CONFIG": "v.yaml"]) { $1 }
        #expect(file(variable).path == "v.yaml" && file(variable).isNamed)
        #expect(file(variable, named: "/etc/f.yaml").path == "/etc/f.yaml")
        #expect(file(variable, named: "/etc/f.yaml").surroundings.folder == "/etc")
    }

    @Test func aMissingFileIsAnErrorOnlyWhereItWasNamed() throws {
        #expect(try file(["HOME": "/nonexistent"]).load() == FleetConfiguration())
        #expect(throws: ConfigurationErrors.self) { try file([:], named: "/nonexistent").load() }
    }

    @Test func aFolderAndWhatIsNoTextAreErrors() throws {
        #expect(throws: ConfigurationErrors.self) { try file([:], named: "/").load() }
        let path = FileManager.default.temporaryDirectory
            .appending(path: "hybridtop-config-\(UUID().uuidString)").path()
        try Data("theme: x\nköntext: \u{fe}".utf8 + [0xff, 0xc3]).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let errors = #expect(throws: ConfigurationErrors.self) {
            try file([:], named: path).load()
        }
        let places = errors?.list.map { "\($0.place)".dropFirst(path.count) }
        #expect(places == [":2:1", ":2:11", ":2:12"], "the unknown key, and two bytes")
        #expect(errors?.list.last?.message == "not UTF-8")
        let before = file([:], named: path).fingerprint
        try Data([0x41]).write(to: URL(filePath: path))
        #expect(before != nil && file([:], named: path).fingerprint != before)
    }

    @Test func aReloadDisturbsOnlyWhatChanged() throws {
        let old = try LiteralProviders.read(
            "sources: [nvidia-smi, haproxy, { sagemaker: { region: a } }]")
        let new = try LiteralProviders.read(
            "sources: [nvidia-smi, { haproxy: { interval: 9s } }, { sagemaker: { region: b } }]")
        let changes = SourceChanges(from: old.sources, to: new.sources)
        #expect(changes.kept.map(\.description) == ["nvidia-smi/local"])
        #expect(changes.removed.map(\.description) == ["haproxy/local", "sagemaker/a"])
        #expect(changes.added.map(\.source.description) == ["haproxy/local", "sagemaker/b"])
        #expect(SourceChanges(from: new.sources, to: new.sources).isEmpty)
    }

    @Test func discoveryNamesWhatItLookedFor() {
        let found = Discovery(LiteralProviders.all)
        #expect(found.candidates.count == 10)
        #expect(found.candidates.count == found.lookedFor.count)
        #expect(found.candidates[1].string("url") == "http://localhost:8000/metrics")
        #expect(found.candidates[0].string("url") == nil)
        let quick = Discovery(LiteralProviders.all, interval: .seconds(9))
        #expect(quick.candidates.allSatisfy { $0.interval == .seconds(9) })
    }
}
