import Actions
import Fleet
import Testing

struct ResidencyCheckTests {
    private let own = Site(name: "hall-a", placement: .dedicated, country: "DE")
    private let second = Site(name: "hall-b", placement: .colocation, country: "DE")
    private let rented = Site(
        name: "us-east-1", placement: .iaas, country: "US", provider: "aws",
        attestations: ["hipaa", "soc2"])
    private let unsaid = Site(name: "edge", attestations: ["hipaa"])
    private let check = ResidencyCheck(
        rules: [
            "patient": DataClassRule(name: "patient", isOwnedOnly: true),
            "eu": DataClassRule(name: "eu", countries: ["DE", "NL"]),
            "health": DataClassRule(name: "health", attestations: ["hipaa", "soc2"]),
            "open": DataClassRule(name: "open"),
        ])

    private func verdict(_ dataClass: String?, _ from: [Site], _ to: [Site]) -> ActionCheck {
        check.judge(workload: "chat", dataClass: dataClass, from: from, to: to)
    }

    @Test func protectedDataIsNotSentToRentedHardware() {
        let answer = verdict("patient", [own], [second, rented])
        #expect(answer.verdict == .block)
        #expect(
            answer.sentence
                == "chat: `patient` stays on own hardware, and us-east-1 is rented (iaas).")
        #expect(answer.holdsBack(.reversible, isAcknowledged: true))
    }

    @Test func whatASiteDoesNotSayItDoesNotHave() {
        #expect(verdict("patient", [own], [unsaid]).verdict == .block)
        #expect(verdict("eu", [own], [unsaid]).verdict == .block)
        #expect(verdict("health", [own], [unsaid]).sentence.contains("soc2"))
    }

    @Test func rulesLetThroughWhatTheyAllow() {
        #expect(verdict("patient", [own], [second]).verdict == .pass)
        #expect(verdict("eu", [own], [rented]).verdict == .block)
        #expect(verdict("health", [own], [rented]).verdict == .pass)
        #expect(verdict("open", [own], [rented]).verdict == .pass)
    }

    @Test func aMissingLabelIsARefusalFromOwnedToRented() {
        #expect(verdict(nil, [own], [rented]).verdict == .block)
        #expect(verdict(nil, [], [rented]).verdict == .block)
        #expect(verdict(nil, [own], [second]).verdict == .warn)
        #expect(verdict(nil, [rented], [own]).verdict == .warn)
        #expect(verdict(nil, [own], []).verdict == .pass)
    }

    @Test func aClassWithoutARuleIsARefusal() {
        #expect(verdict("secret", [own], [rented]).verdict == .block)
    }
}
