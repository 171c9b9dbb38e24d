import Fleet

/// Turns variants and their newest CloudWatch points into readings.
struct SageMakerMapping: Sendable {
    var variants: [SageMakerVariant]
    var points: [CloudWatch.Key: CloudWatchPoint]

    /// CloudWatch publishes nothing where nothing happened: that is unknown, not zero.
    private static let noDatapoint = Absence(.notReported, .noDatapoint)

    func sample(inventory: Inventory, wantsPercentiles: Bool) -> Sample {
        var sample = Sample(inventory: inventory)
        sample.endpointTimes = Array(repeating: nil, count: variants.count)
        for (row, variant) in variants.enumerated() {
            sample.endpointStates[row] = variant.state
            fillFacts(variant, row, &sample)
            fillTraffic(variant, row, &sample)
            fillLatency(variant, row, wantsPercentiles, &sample)
            fillAccelerators(variant, row, &sample)
            if let reason = variant.failureReason, variant.state == .failed {
                sample.notes.append("\(variant.endpoint): \(CleanText.clean(reason, limit: 200))")
            }
        }
        return sample
    }

    private func point(
        _ variant: SageMakerVariant, _ name: CloudWatchFigure.Name, _ statistic: String
    ) -> CloudWatchPoint? {
        let figure = CloudWatchFigure(name: name, statistic: statistic)
        return points[.init(endpoint: variant.endpoint, variant: variant.name, figure: figure)]
    }

    private func fillFacts(_ variant: SageMakerVariant, _ row: Int, _ sample: inout Sample) {
        func reading(_ number: Int?) -> Reading<Double> {
            number.map { .value(Double($0)) }
                ?? .absent(variant.isServerless ? .unsupported : .notReported)
        }
        sample.endpoints[.replicasReady, row] = reading(variant.ready)
        sample.endpoints[.replicasDesired, row] = reading(variant.desired)
        sample.endpoints[.share, row] = variant.share.map { .value($0) } ?? .absent(.notReported)
    }

    private func fillTraffic(_ variant: SageMakerVariant, _ row: Int, _ sample: inout Sample) {
        guard let invocations = point(variant, .invocations, "Sum") else {
            for metric in [EndpointMetric.requestRate, .errorRatio, .clientErrorRatio] {
                sample.endpoints[metric, row] = .absent(Self.noDatapoint)
            }
            return
        }
        sample.endpointTimes[row] = invocations.start + .seconds(60)
        sample.endpoints[.requestRate, row] = .value(invocations.value / 60)
        for (metric, name) in [
            (EndpointMetric.errorRatio, CloudWatchFigure.Name.serverErrors),
            (.clientErrorRatio, .clientErrors),
        ] {
            let errors = point(variant, name, "Sum")
            guard let errors, errors.start == invocations.start else {
                sample.endpoints[metric, row] = .absent(Self.noDatapoint)
                continue
            }
            sample.endpoints[metric, row] =
                invocations.value > 0
                ? .value(min(1, errors.value / invocations.value))
                : .absent(Absence(.notReported, .noRequests))
        }
    }

    /// ModelLatency and OverheadLatency are in microseconds.
    private func fillLatency(
        _ variant: SageMakerVariant, _ row: Int, _ wantsPercentiles: Bool, _ sample: inout Sample
    ) {
        func seconds(_ name: CloudWatchFigure.Name, _ statistic: String) -> Reading<Double> {
            point(variant, name, statistic).map { .value($0.value / 1e6) }
                ?? .absent(Self.noDatapoint)
        }
        sample.endpoints[.latencyMean, row] = seconds(.modelLatency, "Average")
        sample.endpoints[.overheadLatency, row] = seconds(.overheadLatency, "Average")
        for (metric, statistic) in [
            (EndpointMetric.latencyP50, "p50"), (.latencyP95, "p95"), (.latencyP99, "p99"),
        ] {
            sample.endpoints[metric, row] =
                wantsPercentiles ? seconds(.modelLatency, statistic) : .absent(.unsupported)
        }
    }

    /// Utilisation counts 100 for each GPU of the instance: without their number it means nothing.
    private func fillAccelerators(
        _ variant: SageMakerVariant, _ row: Int, _ sample: inout Sample
    ) {
        for (metric, name) in [
            (EndpointMetric.acceleratorUtilization, CloudWatchFigure.Name.gpu),
            (.acceleratorMemory, .gpuMemory),
        ] {
            guard variant.hasAccelerators, let count = variant.acceleratorsPerInstance else {
                sample.endpoints[metric, row] = .absent(.unsupported)
                continue
            }
            let point = point(variant, name, "Average")
            sample.endpoints[metric, row] =
                point.map { .value($0.value / 100 / Double(count)) } ?? .absent(Self.noDatapoint)
        }
    }
}
