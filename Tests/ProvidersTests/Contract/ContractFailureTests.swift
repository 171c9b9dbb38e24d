import Collector
import Fleet
import Support
import Testing

@testable import Providers

/// What every provider makes of answers that are none: a named failure with a next step, or a sample
/// without a number that nobody said. Runs over the registry.
@Suite(.timeLimit(.minutes(2))) struct ContractFailureTests {
    /// What asking a provider in one way came to.
    private struct Outcome {
        var place: String
        var answer: ContractAnswer
        var result: Result<Answer, SourceFailure>
        var usesHTTP: Bool
    }

    @Test func badAnswersAreNamed() async throws {
        for type in Registry.providers {
            for answer in ContractAnswer.all {
                for outcome in try await outcomes(type, answer) { check(outcome) }
            }
        }
    }

    /// Each variation of the settings, asked in each of its ways.
    private func outcomes(
        _ type: any Provider.Type, _ answer: ContractAnswer
    ) async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        for settings in try variations(type) {
            let world = ContractWorld(answer)
            guard let provider = try? type.init(settings, transports: world.transports) else {
                continue
            }
            var results = [await result { () throws(SourceFailure) in try await provider.poll() }]
            if let streaming = provider as? any StreamingProvider {
                results.append(
                    await result { () throws(SourceFailure) in try await streaming.pollFast() })
            }
            let asked = world.asked
            #expect(!asked.limits.isEmpty, "\(type.descriptor.id) asked nobody")
            #expect(asked.limits.allSatisfy { $0 > 0 && $0 <= 128 << 20 })
            outcomes += results.map { result in
                Outcome(
                    place: "\(type.descriptor.id), \(answer.name)", answer: answer, result: result,
                    usesHTTP: !asked.requests.isEmpty)
            }
        }
        return outcomes
    }

    private func variations(_ type: any Provider.Type) throws -> [ProviderSettings] {
        let entry = ContractEntry(descriptor: type.descriptor)
        let secrets = type.descriptor.settings.filter { $0.kind == .secret }.map(\.key)
        // What only acts asks nobody; what is observed by commands does.
        let observer =
            type.descriptor.id == "command"
            ? type.descriptor.settings.filter { ["observe", "scale"].contains($0.key) }
                .map { (key: $0.key, value: ContractEntry.example($0)) } : []
        let texts =
            [entry.text(adding: observer)]
            + secrets.map { secret in
                // A password is of use beside a user.
                let user = type.descriptor.settings.contains { $0.key == "username" }
                let extra = user && secret == "password" ? [("username", "contract")] : []
                return entry.text(adding: [(secret, "env:CONTRACT_SECRET")] + extra)
            }
        return try texts.flatMap { try ContractEntry.settings($0) }
            .flatMap { type.expand($0).prefix(1) }
    }

    private func result(
        _ ask: () async throws(SourceFailure) -> Answer
    ) async -> Result<Answer, SourceFailure> {
        do throws(SourceFailure) {
            return .success(try await ask())
        } catch {
            return .failure(error)
        }
    }

    private func check(_ outcome: Outcome) {
        switch outcome.result {
        case .failure(let failure): check(failure, outcome)
        case .success(let answer): check(answer.sample, outcome)
        }
    }

    private func check(_ failure: SourceFailure, _ outcome: Outcome) {
        let place = "\(outcome.place): \(failure)"
        #expect(!failure.message.isEmpty && failure.message.count <= 500, "\(place)")
        #expect(!failure.advice.isEmpty, "\(place)")
        for text in [failure.message, failure.nextStep] {
            #expect(text == CleanText.clean(text, limit: 600), "\(place)")
            #expect(!text.contains(ContractEntry.secret), "\(place)")
        }
        guard outcome.usesHTTP, let kind = outcome.answer.kind else { return }
        #expect(failure.kind == kind, "\(place)")
        if kind == .throttled { #expect(failure.retryAfter == .seconds(7), "\(place)") }
    }

    private func check(_ sample: Sample, _ outcome: Outcome) {
        let place = outcome.place
        // What a command of the operator's own prints as a number is what it tells.
        let told = place == "command, a zero" ? [0] : outcome.answer.tells
        for (metric, value) in ContractReadings.values(sample) {
            #expect(told.contains(value), "\(place): \(metric) is \(value)")
        }
        if outcome.answer.status != 200 || outcome.answer.failure != nil {
            #expect(!sample.endpointStates.contains { $0.serves }, "\(place)")
            #expect(!sample.notes.isEmpty || !sample.endpointFailures.isEmpty, "\(place)")
        }
        let shown = ContractReadings.texts(sample)
        #expect(!shown.contains { $0.contains(ContractEntry.secret) }, "\(place): \(shown)")
        #expect(shown.allSatisfy { $0 == CleanText.clean($0, limit: 600) }, "\(place): \(shown)")
    }

    @Test func cancellationEndsAPoll() async throws {
        for type in Registry.providers {
            let settings = try #require(try variations(type).first)
            let world = ContractWorld(nil)
            let provider = try type.init(settings, transports: world.transports)
            let task = Task { try await provider.poll() }
            let hasAsked = await eventually { !world.asked.limits.isEmpty }
            #expect(hasAsked, "\(type.descriptor.id)")
            task.cancel()
            let failure = await failureOf { _ = try await task.value }
            #expect(
                failure?.kind == .cancelled, "\(type.descriptor.id): \(String(describing: failure))"
            )
        }
    }
}

/// What a sample says in numbers and words.
enum ContractReadings {
    /// Every value but those that tell how asking went.
    static func values(_ sample: Sample) -> [(String, Double)] {
        let own: Set<EndpointMetric> = [.statusCode, .probeLatency]
        return all(sample.nodes) + all(sample.accelerators)
            + all(sample.endpoints) { !own.contains($0) }
    }

    private static func all<M: Metric>(
        _ table: MetricTable<M>, where test: (M) -> Bool = { _ in true }
    ) -> [(String, Double)] {
        table.reported.filter(test).flatMap { metric in
            (0..<table.rowCount).compactMap { row in
                table.value(metric, row).map { (metric.field, $0) }
            }
        }
    }

    /// Every text that could come to a screen.
    static func texts(_ sample: Sample) -> [String] {
        var texts = sample.notes
        texts += sample.endpointFailures.compactMap { $0 }.flatMap { [$0.message, $0.nextStep] }
        for node in sample.inventory.nodes {
            texts += [node.name, node.driver ?? "", node.cuda ?? "", node.system ?? ""]
        }
        for accelerator in sample.inventory.accelerators {
            texts += [accelerator.uuid, accelerator.model, accelerator.pciBusID ?? ""]
        }
        for endpoint in sample.inventory.endpoints {
            texts += [endpoint.label, endpoint.kind, endpoint.model ?? "", endpoint.url ?? ""]
        }
        return texts
    }
}
