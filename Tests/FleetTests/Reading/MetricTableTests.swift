import Testing

@testable import Fleet

/// What a table takes for a reading.
@Suite struct MetricTableTests {
    @Test(arguments: [1e16, -1, -1e30, 1e30, 1e20])
    func whatCannotBeMeantIsNoReading(number: Double) {
        var table = MetricTable<AcceleratorMetric>(rowCount: 1)
        for metric in AcceleratorMetric.allCases where metric.unit != .celsius || number != -1 {
            table[metric, 0] = .value(number)
            #expect(table[metric, 0] == .absent(.outOfRange), "\(metric)")
        }
    }

    @Test func whatIsColdOrOverIsOne() {
        var chips = MetricTable<AcceleratorMetric>(rowCount: 1)
        chips[.temperature, 0] = .value(-40)
        #expect(chips.value(.temperature, 0) == -40)
        var endpoints = MetricTable<EndpointMetric>(rowCount: 1)
        endpoints[.certificateExpiry, 0] = .value(-86_400)
        #expect(endpoints.value(.certificateExpiry, 0) == -86_400)
    }

    /// Whatever a column holds can be counted with as an `Int`.
    @Test(arguments: [1e30, -1e30, 1e16, .infinity, .nan, .greatestFiniteMagnitude])
    func aColumnHoldsNothingThatIsNoWholeNumber(number: Double) {
        var column = Column(count: 1)
        column[0] = .value(number)
        #expect(column.value(0) == nil)
        #expect(column[0].absence?.kind == .malformed)
    }
}
