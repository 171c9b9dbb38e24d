import Collector
import Fleet
import Settings
import Testing

@testable import Providers

/// What every provider does with its settings, right and wrong. Runs over the registry.
@Suite struct ContractSettingTests {
    private let providers = Registry.providers

    @Test func anEntryMadeFromTheSchemaWorks() throws {
        for type in providers {
            let entry = ContractEntry(descriptor: type.descriptor)
            for more in entry.variations {
                let settings = try ContractEntry.settings(entry.text(adding: more))
                #expect(settings.count == 1, "\(type.descriptor.id)")
                for entry in settings { check(type, entry, more.first?.key) }
            }
        }
    }

    /// A provider takes what its schema allows, or names the key that it cannot work with.
    private func check(_ type: any Provider.Type, _ entry: ProviderSettings, _ key: String?) {
        let expanded = type.expand(entry)
        #expect(!expanded.isEmpty && Set(expanded.map(\.name)).count == expanded.count)
        for settings in expanded {
            #expect(!String(reflecting: settings).contains(ContractEntry.secret))
            do throws(SettingError) {
                let provider = try make(type, settings)
                #expect(!provider.transport.isEmpty)
            } catch {
                #expect(error.key == key, "\(type.descriptor.id): \(error)")
            }
        }
    }

    private func make(
        _ type: any Provider.Type, _ settings: ProviderSettings
    ) throws(SettingError) -> any Provider {
        try type.init(settings, transports: ContractWorld(nil).transports)
    }

    @Test func whatIsWrongIsRefusedWithItsPlace() throws {
        for type in providers {
            let entry = ContractEntry(descriptor: type.descriptor)
            var wrong = [("no_such_key", entry.text(adding: [("no_such_key", "1")]))]
            for schema in type.descriptor.settings {
                let value = ContractEntry.wrong(schema.kind)
                wrong.append((schema.key, entry.text(adding: [(schema.key, value)])))
                guard schema.isRequired else { continue }
                wrong.append((schema.key, entry.text(without: schema.key)))
            }
            for (key, text) in wrong {
                let errors = #expect(throws: ConfigurationErrors.self, "\(text)") {
                    try ContractEntry.settings(text)
                }
                let found = errors?.list ?? []
                #expect(found.contains { $0.description.contains(key) }, "\(text): \(found)")
                #expect(found.allSatisfy { ($0.place.line ?? 0) > 1 && $0.place.column != nil })
            }
        }
    }

    /// Whoever makes settings without the reader gets no crash either.
    @Test func settingsThatNobodyCheckedDoNotCrash() {
        let values: [SettingValue] = [
            .string(""), .string("\u{1b}[2J"), .string("://"), .string("http://"), .integer(-1),
            .number(.nan), .boolean(true), .duration(.seconds(-1)), .strings([]),
            .mapping(["a\nb": "c\r\nd"]), .secret(Secret("a\nb")), .secret(Secret("")),
        ]
        for type in providers {
            let keys = type.descriptor.settings.map(\.key)
            for key in keys {
                for value in values {
                    var settings = bare(type.descriptor)
                    settings.values[key] = value
                    do throws(SettingError) {
                        _ = try make(type, settings)
                    } catch {
                        #expect(keys.contains(error.key), "\(type.descriptor.id): \(error)")
                        #expect(!error.message.isEmpty)
                        #expect(error.message == CleanText.clean(error.message))
                    }
                }
            }
            for required in type.descriptor.settings where required.isRequired {
                let error = #expect(throws: SettingError.self) {
                    try make(type, bare(type.descriptor, without: required.key))
                }
                #expect(error?.key == required.key)
            }
        }
    }

    private func bare(
        _ descriptor: ProviderDescriptor, without left: String? = nil
    ) -> ProviderSettings {
        var values: [String: SettingValue] = [:]
        for schema in descriptor.settings where schema.isRequired && schema.key != left {
            values[schema.key] = .string(schema.example)
        }
        return ProviderSettings(
            provider: descriptor.id, name: "bare", interval: descriptor.interval,
            deadline: descriptor.deadline, values: values)
    }
}
