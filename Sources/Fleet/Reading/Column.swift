/// One metric of many rows: a value each, and one byte that says why there is none.
///
/// Public and not `package`: these are read per cell, and the optimiser does not serialise `package`
/// bodies across modules.
public struct Column: Sendable, Equatable {
    /// The values; what stands where `codes` is not 0 means nothing.
    public private(set) var values: [Double]
    /// 0 where there is a value, else an ``Absence/code``.
    public private(set) var codes: [UInt8]

    /// A column of which nothing is known yet.
    public init(count: Int, absence: Absence = .notReported) {
        values = [Double](repeating: 0, count: count)
        codes = [UInt8](repeating: absence.code, count: count)
    }

    /// A column in which every row has a value.
    public init(_ values: [Double]) {
        self.values = values
        codes = [UInt8](repeating: 0, count: values.count)
    }

    /// How many rows.
    public var count: Int { codes.count }

    /// The reading of a row.
    public subscript(row: Int) -> Reading<Double> {
        get {
            let code = codes[row]
            if code == 0 { return .value(values[row]) }
            return .absent(Absence(code: code) ?? .notReported)
        }
        set {
            switch newValue {
            case .value(let value) where abs(value) <= Self.most:
                values[row] = value
                codes[row] = 0
            case .value(let value) where value.isFinite:
                codes[row] = Absence.outOfRange.code
            case .value:
                codes[row] = Absence.malformed.code
            case .absent(let absence):
                codes[row] = absence.code
            }
        }
    }

    /// Whole numbers are exact up to here, and an `Int` holds them: 2^53.
    private static var most: Double { 0x1p53 }

    /// The value of a row, or `nil`; cheaper than the subscript where the reason does not matter.
    public func value(_ row: Int) -> Double? {
        codes[row] == 0 ? values[row] : nil
    }

    /// Sum and number of the rows that have a value.
    public func total() -> (sum: Double, count: Int) {
        var sum = 0.0
        var counted = 0
        for row in codes.indices where codes[row] == 0 {
            sum += values[row]
            counted += 1
        }
        return (sum, counted)
    }
}
