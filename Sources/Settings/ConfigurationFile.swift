import FoundationEssentials
import Glibc

/// Which file the configuration is in, and reading it.
package struct ConfigurationFile: Sendable {
    /// The file; it need not exist where nobody named it.
    package let path: String
    /// Whether a flag or a variable named it: then it must exist.
    package let isNamed: Bool
    /// What it is checked against.
    package var surroundings: Surroundings

    /// The file that a flag (`--config`), HYBRIDTOP_CONFIG, or the custom of the desktop names, in
    /// this order: `$XDG_CONFIG_HOME/hybridtop/config.yaml`, with `~/.config` for an unset variable.
    package init(named flag: String? = nil, _ surroundings: Surroundings) {
        let environment = surroundings.environment
        let variable = environment["HYBRIDTOP_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let named = flag ?? variable
        path = named ?? Self.customary(environment)
        isNamed = named != nil
        self.surroundings = surroundings
        let slash = path.lastIndex(of: "/")
        self.surroundings.folder = slash.map { String(path[..<$0]) } ?? "."
        if slash == path.startIndex { self.surroundings.folder = "/" }
    }

    /// Where the file is when nobody says.
    package static func customary(_ environment: [String: String]) -> String {
        let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return "\(folder ?? "\(environment["HOME"] ?? "")/.config")/hybridtop/config.yaml"
    }

    /// Whether there is such a file.
    package var exists: Bool { access(path, F_OK) == 0 }

    /// Reads and checks the file, the environment and the flags. Where there is no file and nobody
    /// named one, the result has no sources. Throws everything that is wrong at once.
    package func load() throws(ConfigurationErrors) -> FleetConfiguration {
        let data: Data
        do throws(FileText.Problem) {
            data = try FileText.read(path, limit: Document.limit)
        } catch {
            if error.isMissing, !isNamed { return try read([]) }
            throw ConfigurationErrors([
                ConfigurationError(ConfigurationPlace(path), message: error.message)
            ])
        }
        return try read(data)
    }

    private func read(_ bytes: some Sequence<UInt8>) throws(ConfigurationErrors)
        -> FleetConfiguration
    {
        try ConfigurationReader.read(bytes, file: path, surroundings)
    }

    /// What changes when the file does: to be compared now and then, and after SIGHUP.
    package var fingerprint: ConfigurationFingerprint? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return ConfigurationFingerprint(
            device: status.st_dev, inode: status.st_ino, size: Int(status.st_size),
            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }
}

/// A file's identity, size and time of change. Editors replace files: the inode counts as well.
package struct ConfigurationFingerprint: Hashable, Sendable {
    let device: UInt
    let inode: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int
}
