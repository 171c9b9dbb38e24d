import Glibc

/// Where what is done to the simulated fleet is kept for as long as the program runs: a new folder for
/// temporary files, and never the user's own journal.
struct DemoFolder {
    /// Where it is.
    let path: String

    /// Keeps it locked for as long as the program lives, however that ends.
    private let lock: Int32

    /// A path at which nothing can be made.
    static let none = "/dev/null/hybridtop"
    private static let prefix = "hybridtop-demo-"

    /// Makes it, for its owner alone; one that cannot be made keeps nothing. What programs that were
    /// killed have left goes.
    init(_ environment: [String: String]) {
        let parent = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        Self.sweep(parent, olderThan: Self.age)
        var template = Array("\(parent)/\(Self.prefix)XXXXXX".utf8CString)
        path = mkdtemp(&template) == nil ? Self.none : Self.text(template)
        lock = Self.locked(path) ?? -1
    }

    /// Removes it with all that is in it.
    func remove() {
        guard path != Self.none else { return }
        Self.remove(path)
        if lock >= 0 { _ = close(lock) }
    }

    /// The folder, open and locked; `nil` where it is not there or somebody else has it.
    private static func locked(_ path: String) -> Int32? {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        if flock(folder, LOCK_EX | LOCK_NB) == 0 { return folder }
        _ = close(folder)
        return nil
    }

    /// Old enough that whoever has made it has locked it by now.
    private static let age = 60

    /// Removes the folders of ours that no program has any more, if they are older than so many seconds.
    static func sweep(_ parent: String, olderThan age: Int) {
        for name in names(in: parent) where name.hasPrefix(prefix) {
            let path = "\(parent)/\(name)"
            var facts = stat()
            guard lstat(path, &facts) == 0, facts.st_uid == getuid(),
                time(nil) - facts.st_ctim.tv_sec > age, let folder = locked(path)
            else { continue }
            remove(path)
            _ = close(folder)
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let list = opendir(folder) else { return [] }
        defer { _ = closedir(list) }
        var names: [String] = []
        while let entry = readdir(list) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func remove(_ path: String) {
        for folder in [path + "/locks", path] {
            for name in names(in: folder) { _ = unlink("\(folder)/\(name)") }
            _ = rmdir(folder)
        }
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
