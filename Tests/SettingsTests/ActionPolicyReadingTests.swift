import Fleet
import Testing

@testable import Settings

/// What may be done, as the configuration says it.
@Suite struct ActionPolicyReadingTests {
    private static let text = """
        sites:
          us-east-1: { placement: iaas, country: US, attestations: [hipaa, soc2] }
        workloads:
          chat: { data_class: patient, router: haproxy/chat }
        policy:
          read_only: false
          production: true
          frame: warning
          max_out: 50%
          data_classes:
            patient: { owned_only: true, countries: [DE, NL], attestations: hipaa }
            open: {}
          rules:
            - { actions: [drain, scale], target: "chat/*", tier: destructive, max_targets: 2 }
            - { context: "prod*", data_class: patient, deny: yes, require_reason: true }
        actions: { stages: [5, 50%, 100], hold: 90s }
        """

    @Test func everyKeyIsRead() throws {
        let configuration = try LiteralProviders.read(Self.text)
        #expect(configuration.sites[0].attestations == ["hipaa", "soc2"])
        let policy = configuration.policy
        #expect(policy.isReadOnly == false && policy.isProduction && policy.mostOut == 0.5)
        #expect(policy.frame == "warning")
        let patient = try #require(policy.dataClasses["patient"])
        #expect(patient.isOwnedOnly && patient.countries == ["DE", "NL"])
        #expect(patient.attestations == ["hipaa"])
        #expect(policy.rules[0].kinds == [.drain, .scale] && policy.rules[0].mostTargets == 2)
        #expect(policy.rules[0].tier == .destructive && policy.rules[1].isDenied)
        #expect(configuration.staging.stages == [0.05, 0.5, 1])
        #expect(configuration.staging.hold == .seconds(90))
    }

    @Test func whatIsInForceReadsBackAsTheSame() throws {
        let configuration = try LiteralProviders.read(Self.text)
        #expect(try LiteralProviders.read(configuration.effectiveText) == configuration)
    }

    @Test func everyMistakeHasItsPlace() {
        let errors = LiteralProviders.errors(
            """
            workloads: { chat: { data_class: pateint } }
            policy:
              read_onyl: true
              max_out: 150%
              data_classes: { patient: { countries: [Germany] } }
              rules:
                - { actions: [drian], tier: hard }
                - nonsense
            actions: { stages: [50, 5, 100] }
            """)
        let lines = errors.split(separator: "\n").map(String.init)
        let starts = lines.map { line in
            line.split(separator: ":").dropFirst().prefix(2).joined(separator: ":")
        }
        #expect(
            starts == ["1:34", "3:3", "4:12", "5:41", "7:18", "7:33", "8:7", "9:20"], "\(errors)")
        #expect(errors.contains("did you mean `patient`?"))
        #expect(errors.contains("did you mean `drain`?"))
    }

    @Test func aRuleIsAboutWhatItsPatternsFit() {
        let target = ActionTarget(
            source: SourceID(provider: "haproxy", instance: "edge"), uid: "chat/own", name: "own")
        func fits(_ pattern: String) -> Bool {
            ActionRule(target: pattern).matches(.drain, target, "prod", nil)
        }
        #expect(fits("chat/*") && fits("*/own") && fits("haproxy/edge/chat/*") && fits("*"))
        #expect(fits("c*t/o*n") && fits("chat/own"))
        #expect(!fits("chat") && !fits("own*") && !fits("chat/*/own") && !fits("c*x*n"))
        #expect(ActionRule(kinds: [.scale]).matches(.drain, target, "prod", nil) == false)
        #expect(ActionRule(dataClass: "patient").matches(.drain, target, "prod", nil) == false)
    }
}
