import Glibc

/// Where what is done to the simulated fleet is kept for as long as the program runs: a new folder for
/// temporary files, and never the user's own journal.
struct DemoFolder {
    /// Where it is.
    let path: String

    /// A path at which nothing can be made.
    static let none = "/dev/null/hybridtop"

    /// Makes it, for its owner alone; one that cannot be made keeps nothing.
    init(_ environment: [String: String]) {
        let parent = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        var template = Array("\(parent)/hybridtop-demo-XXXXXX".utf8CString)
        path = mkdtemp(&template) == nil ? Self.none : Self.text(template)
    }

    /// Removes it with all that is in it.
    func remove() {
        guard path != Self.none else { return }
        for folder in [path + "/locks", path] {
            guard let list = opendir(folder) else { continue }
            while let entry = readdir(list) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { _ = unlink("\(folder)/\(name)") }
            }
            _ = closedir(list)
            _ = rmdir(folder)
        }
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
