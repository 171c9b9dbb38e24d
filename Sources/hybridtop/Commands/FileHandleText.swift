import Glibc

/// Text to a descriptor, whole.
enum FileHandleText {
    /// Writes until all is written or nothing goes any more.
    static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                all.baseAddress.map { Glibc.write(descriptor, $0 + done, all.count - done) } ?? 0
            }
            if count > 0 { done += count } else if count == 0 || errno != EINTR { return }
        }
    }
}
