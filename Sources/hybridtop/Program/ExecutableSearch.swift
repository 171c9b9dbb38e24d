import Glibc

/// Looks for programs as the system does.
enum ExecutableSearch {
    /// Whether a program of that name is on the PATH.
    static func isThere(_ name: String, environment: [String: String]) -> Bool {
        (environment["PATH"] ?? "").split(separator: ":").contains {
            access("\($0)/\(name)", X_OK) == 0
        }
    }
}
