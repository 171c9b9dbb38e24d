package import Fleet

/// Keeps acknowledgements across restarts: JSON lines in a file of the user's own.
package struct AcknowledgementFile: Sendable {
    /// A file larger than this is not read.
    package static let limit = 4 << 20

    private let file: PrivateFile

    /// A file at a path; neither it nor its folder need exist.
    package init(path: String) { file = PrivateFile(path: path, limit: Self.limit) }

    /// Why it could not be read or written.
    package typealias Failure = PrivateFile.Failure

    /// What the file says, and how many of its lines could not be understood; an empty book where there
    /// is no file yet.
    package func read() throws(Failure) -> (book: AcknowledgementBook, malformed: Int) {
        guard let bytes = try file.read() else { return (AcknowledgementBook(), 0) }
        return AcknowledgementBook.decoded(bytes)
    }

    /// Replaces the file.
    package func write(_ book: AcknowledgementBook) throws(Failure) {
        try file.replace(with: book.encoded())
    }
}
