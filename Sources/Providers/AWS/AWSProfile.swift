import Fleet
import FoundationEssentials

/// The shared configuration and credentials files of the AWS tools, as far as they are used here.
package struct AWSProfileFiles: Sendable {
    /// Keys by section: `default`, `prod`.
    private var sections: [String: [String: String]] = [:]

    /// Reads the files that the environment names, or the usual ones. Files that are not there are no
    /// error.
    package init(environment: [String: String]) {
        let home = environment["HOME"] ?? ""
        let config = environment["AWS_CONFIG_FILE"] ?? "\(home)/.aws/config"
        let credentials = environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "\(home)/.aws/credentials"
        merge(Self.parse(Self.read(config)), isConfiguration: true)
        merge(Self.parse(Self.read(credentials)), isConfiguration: false)
    }

    /// A key of a profile.
    package func value(_ key: String, profile: String) -> String? { sections[profile]?[key] }

    /// Whether there is such a profile at all.
    package func contains(profile: String) -> Bool { sections[profile] != nil }

    private mutating func merge(_ other: [String: [String: String]], isConfiguration: Bool) {
        for (name, keys) in other {
            var section = name
            if isConfiguration, name.hasPrefix("profile ") {
                section = String(name.dropFirst("profile ".count)).trimmed
            } else if isConfiguration, name != "default" {
                continue
            }
            // Credentials, read last, win over the configuration file.
            sections[section, default: [:]].merge(keys) { _, new in new }
        }
    }

    private static func read(_ path: String) -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20 else {
            return ""
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// INI text as sections of keys. Indented lines are nested settings (`s3 =`), which are not ours.
    package static func parse(_ text: String) -> [String: [String: String]] {
        var result: [String: [String: String]] = [:]
        var section: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let isIndented = line.first == " " || line.first == "\t"
            let content = String(line).trimmed
            if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
            if content.hasPrefix("["), let end = content.firstIndex(of: "]") {
                let name = String(content[content.index(after: content.startIndex)..<end]).trimmed
                section = name
                result[name] = result[name] ?? [:]
            } else if !isIndented, let section, let equals = content.firstIndex(of: "=") {
                let key = String(content[..<equals]).trimmed
                result[section]?[key] = String(content[content.index(after: equals)...]).trimmed
            }
        }
        return result
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
