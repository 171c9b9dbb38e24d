import Collector
import Fleet
import Testing

@testable import Providers

/// What every provider says of itself. Runs over the registry: a new provider needs nothing here.
@Suite struct ContractDescriptorTests {
    private var descriptors: [ProviderDescriptor] { Registry.providers.map { $0.descriptor } }

    @Test func idsAreUniqueAndSpelledAlike() {
        #expect(Set(descriptors.map(\.id)).count == descriptors.count)
        #expect(Set(descriptors.map(\.title)).count == descriptors.count)
        for descriptor in descriptors {
            #expect(descriptor.id.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil)
            #expect(Registry.provider(descriptor.id)?.descriptor.id == descriptor.id)
        }
        #expect(Registry.provider("no-such-provider") == nil)
    }

    @Test func sentencesAreSentences() {
        for descriptor in descriptors {
            #expect(!descriptor.title.isEmpty && !descriptor.capabilities.isEmpty)
            #expect(isSentence(descriptor.summary), "\(descriptor.id)")
        }
    }

    @Test func everyKeyHasASummaryAndAnExample() {
        for descriptor in descriptors {
            let keys = descriptor.settings.map(\.key)
            #expect(Set(keys).count == keys.count, "\(descriptor.id)")
            #expect(Set(keys).isDisjoint(with: SettingSchema.common.map(\.key)))
            for schema in descriptor.settings {
                let place = "\(descriptor.id).\(schema.key)"
                #expect(schema.key.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil, "\(place)")
                #expect(isSentence(schema.summary), "\(place)")
                #expect(!schema.example.isEmpty, "\(place)")
                guard schema.kind == .secret else { continue }
                let isReference = ["env:", "file:"].contains(where: schema.example.hasPrefix)
                #expect(isReference, "\(place): an example shows no secret")
            }
        }
    }

    @Test func timesAreSensible() {
        for descriptor in descriptors {
            #expect(descriptor.interval >= .milliseconds(100), "\(descriptor.id)")
            #expect(descriptor.deadline >= .seconds(1), "\(descriptor.id)")
            #expect(descriptor.deadline <= .seconds(60), "\(descriptor.id)")
        }
    }

    private func isSentence(_ text: String) -> Bool {
        text.hasSuffix(".") && text.first?.isUppercase == true && text == CleanText.clean(text)
    }
}
