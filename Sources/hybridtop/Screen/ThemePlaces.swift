import Glibc

/// Where theme files are, with the C library alone: each start looks there, and Foundation's way through
/// URLs and error types would cost more than the themes.
enum ThemePlaces {
    /// No theme is larger.
    private static let limit = 64 << 10

    /// Every theme file, by name; one of the user's hides one of the same name.
    static func files(_ environment: [String: String]) -> [String] {
        var files: [String: String] = [:]
        for folder in folders(environment).reversed() {
            for name in names(in: folder) where name.hasSuffix(".theme") {
                files[name] = "\(folder)/\(name)"
            }
        }
        return files.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The text of a file, or `nil` where it cannot be read or is no text.
    static func text(of path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = fread(&bytes, 1, limit, file)
        guard ferror(file) == 0 else { return nil }
        return String(validating: bytes[..<count], as: UTF8.self)
    }

    /// Where themes are: the user's, the installation's, beside the executable.
    private static func folders(_ environment: [String: String]) -> [String] {
        let config = environment["XDG_CONFIG_HOME"] ?? "\(environment["HOME"] ?? "")/.config"
        var folders = ["\(config)/hybridtop/themes"]
        guard var folder = executable.map(parent) else { return folders }
        folders.append("\(folder)/../share/hybridtop/themes")
        for _ in 0..<5 {
            folders.append("\(folder)/Themes")
            folder = parent(folder)
        }
        return folders
    }

    private static var executable: String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard length > 0 else { return nil }
        return String(validating: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func parent(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? path
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            withUnsafePointer(to: entry.pointee.d_name) { pointer in
                let size = MemoryLayout.size(ofValue: pointer.pointee)
                pointer.withMemoryRebound(to: CChar.self, capacity: size) {
                    names.append(String(cString: $0))
                }
            }
        }
        return names
    }
}
