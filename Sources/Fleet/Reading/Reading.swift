/// A measured value, or the reason why there is none.
public enum Reading<Value: Sendable>: Sendable {
    /// What was measured, in the base unit of its metric.
    case value(Value)
    /// Nothing was; never to be shown as zero.
    case absent(Absence)

    /// The value, or `nil` when absent.
    public var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    /// The reason, or `nil` when there is a value.
    public var absence: Absence? {
        if case .absent(let absence) = self { absence } else { nil }
    }

    /// The reading with its value transformed; an absence stays what it is.
    public func map<Other: Sendable>(_ transform: (Value) -> Other) -> Reading<Other> {
        switch self {
        case .value(let value): .value(transform(value))
        case .absent(let absence): .absent(absence)
        }
    }
}

extension Reading: Equatable where Value: Equatable {}
extension Reading: Hashable where Value: Hashable {}
