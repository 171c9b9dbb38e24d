import Fleet

/// How far anything is scaled.
enum ScaleLimit {
    /// More than anybody means, as the form has it.
    static let most = 100_000

    /// A count that may be sent.
    static func checked(_ count: Int) throws(ActionRefusal) -> Int {
        guard (0...most).contains(count) else {
            throw ActionRefusal("\(count) is more than anybody means: up to \(most) can be had.")
        }
        return count
    }
}
