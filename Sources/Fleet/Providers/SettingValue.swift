/// A checked value of a setting.
package enum SettingValue: Sendable, Hashable {
    /// Also for a choice, a URL, and a path, which is absolute then.
    case string(String)
    /// A whole number.
    case integer(Int)
    /// A number, finite.
    case number(Double)
    /// `true` or `false`.
    case boolean(Bool)
    /// Never negative.
    case duration(Duration)
    /// Resolved: what the environment or the file held.
    case secret(Secret)
    /// Also for ``SettingSchema/Kind/hosts``, with ranges expanded.
    case strings([String])
    /// Names to text.
    case mapping([String: String])
    /// Commands, each its words.
    case commands([[String]])
}
