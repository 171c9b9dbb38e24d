#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where the journal is: its folders, and that they are on the disk.
enum JournalPlace {
    /// Makes the folders that are missing, for their owner only. Returns those that get a new name in
    /// them, the file's included where it is not there yet: they are to be flushed once it is. Throws which
    /// folder cannot be made, and why.
    static func prepare(_ path: String) throws(Journal.Failure) -> [String] {
        var changed: [String] = []
        var facts = stat()
        for slash in path.indices.dropFirst() where path[slash] == "/" {
            let folder = String(path[..<slash])
            if mkdir(folder, 0o700) == 0 {
                changed.append(parent(folder))
                continue
            }
            let failure = Journal.failure("make the folder", folder)
            // What is there is not made: by whatever words that is said.
            guard stat(folder, &facts) == 0 else { throw failure }
        }
        if lstat(path, &facts) != 0 { changed.append(parent(path)) }
        return changed
    }

    /// Puts the names in a folder on the disk. A file system that cannot do so for folders says that
    /// this is no valid thing to ask, and is taken at its word; what may be written and not read cannot
    /// be asked.
    static func flush(_ folder: String) throws(Journal.Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0, errno == EACCES { return }
        guard descriptor >= 0 else { throw Journal.failure("open", folder) }
        let isFlushed = fsync(descriptor) == 0 || errno == EINVAL
        let failure = Journal.failure("flush", folder)
        _ = close(descriptor)
        guard isFlushed else { throw failure }
    }

    private static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
