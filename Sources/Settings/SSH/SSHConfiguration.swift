import Fleet
import Glibc

/// The hosts that an OpenSSH client configuration names: the words after `Host` that are no patterns,
/// in the order of the files (ssh_config(5)). Everything else about them is left to ssh itself.
package struct SSHConfiguration {
    /// Why a configuration cannot be read.
    package struct Problem: Error, Hashable, Sendable {
        /// One sentence.
        package let message: String

        /// A problem, in one sentence.
        package init(message: String) { self.message = message }
    }

    /// More than this is no ssh configuration.
    private static let fileLimit = 1 << 20
    /// As deep as ssh follows `Include`, and as many files as are read in all.
    private static let depthLimit = 16
    private static let fileCountLimit = 256

    private let home: String
    private var hosts: [String] = []
    private var known: Set<String> = []
    private var filesRead = 0

    /// The hosts that a file names, as `ssh -F` reads it; with `nil` those of the user's own file and of
    /// the system's, which need not exist. `home` is where `~` is: ssh goes by the user database and not
    /// by HOME, and so does the default.
    package static func hosts(
        file: String? = nil, home: String = SSHConfiguration.home
    ) throws(Problem) -> [String] {
        var reader = SSHConfiguration(home: home)
        if let file {
            try reader.read(file, folder: "\(home)/.ssh", isNeeded: true, under: [], depth: 0)
        } else {
            let own = "\(home)/.ssh"
            try reader.read("\(own)/config", folder: own, isNeeded: false, under: [], depth: 0)
            let system = "/etc/ssh"
            try reader.read(
                "\(system)/ssh_config", folder: system, isNeeded: false, under: [], depth: 0)
        }
        return reader.hosts
    }

    /// The user's folder as the user database has it; empty where it has none.
    package static var home: String {
        getpwuid(getuid()).map { String(cString: $0.pointee.pw_dir) } ?? ""
    }

    private init(home: String) { self.home = home }

    /// Reads a file. `blocks` are those around the `Include` that led here: ssh obeys what is included
    /// only for hosts that they apply to.
    private mutating func read(
        _ path: String, folder: String, isNeeded: Bool, under blocks: [SSHHostList], depth: Int
    ) throws(Problem) {
        filesRead += 1
        guard depth <= Self.depthLimit, filesRead <= Self.fileCountLimit else {
            throw Problem(message: "`\(path)` is included too deep, or is one file too many")
        }
        let text: String
        do throws(FileText.Problem) {
            text = String(decoding: try FileText.read(path, limit: Self.fileLimit), as: UTF8.self)
        } catch {
            if isNeeded || !error.isMissing { throw Problem(message: error.message) }
            return
        }
        var block = SSHHostList.everything
        for line in text.split(whereSeparator: \.isNewline) {
            guard let (keyword, words) = SSHConfigurationLine.read(line) else { continue }
            switch keyword {
            case "host":
                block = SSHHostList(words)
                add(block.names, under: blocks)
            case "match": block = SSHHostList(matching: words)
            case "include":
                for word in words {
                    try include(word, folder: folder, under: blocks + [block], depth: depth)
                }
            default: break
            }
        }
    }

    private mutating func add(_ names: [String], under blocks: [SSHHostList]) {
        for name in names where blocks.allSatisfy({ $0.applies(to: name) }) {
            let isHost = (try? HostRange.expand(name)) == [name]
            if isHost, known.insert(name).inserted { hosts.append(name) }
        }
    }

    private mutating func include(
        _ word: String, folder: String, under blocks: [SSHHostList], depth: Int
    ) throws(Problem) {
        var pattern = word
        if word == "~" || word.hasPrefix("~/") { pattern = home + word.dropFirst() }
        if !pattern.hasPrefix("/") { pattern = "\(folder)/\(pattern)" }
        for path in Self.files(pattern) {
            try read(path, folder: folder, isNeeded: false, under: blocks, depth: depth + 1)
        }
    }

    /// The files that a pattern of the shell names, sorted.
    private static func files(_ pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, 0, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { place in
            found.gl_pathv[place].map { String(cString: $0) }
        }
    }
}
