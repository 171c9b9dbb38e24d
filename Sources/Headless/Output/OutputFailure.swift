import Glibc

/// Why an output cannot be opened, written or rotated: one sentence, with the path in it.
package struct OutputFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// A failure in one sentence.
    package init(_ description: String) { self.description = description }

    /// A failed system call, with what the system says.
    init(_ what: String, code: Int32) {
        // Glibc's strerror keeps its buffer per thread.
        let words = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        description = "\(what): \(words)"
    }
}
