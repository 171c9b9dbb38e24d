import Collector
import Fleet

/// Where the commands of a source are run: here, or on another host by ssh.
enum CommandPlace {
    /// The keys that say so.
    static func schema(_ summary: String, example: String) -> [SettingSchema] {
        [
            SettingSchema("host", .string, summary: summary, example: example),
            SettingSchema("user", .string, summary: "User to log in as.", example: "operator"),
            SettingSchema("port", .integer, summary: "Port of the ssh server.", example: "22"),
            SettingSchema(
                "ssh_config", .path, summary: "File for ssh -F instead of the user's own.",
                example: "~/.ssh/config"),
            SettingSchema(
                "identity", .path, summary: "Private key for ssh -i.",
                example: "~/.ssh/id_ed25519"),
        ]
    }

    /// The host that is named; `nil` is this machine.
    static func host(_ settings: ProviderSettings) throws(SettingError) -> RemoteHost? {
        guard let name = settings.string("host") else { return nil }
        let port = settings.integer("port")
        if let port, !(1...65535).contains(port) {
            throw SettingError(key: "port", message: "found \(port), expected 1 to 65535")
        }
        let destination = settings.string("user").map { "\($0)@\(name)" } ?? name
        guard !name.isEmpty, !name.hasPrefix("-"),
            let host = RemoteHost(
                destination, port: port, configuration: settings.string("ssh_config"),
                identity: settings.string("identity"))
        else {
            throw SettingError(
                key: "host", message: "found \"\(CleanText.clean(name))\", expected a host name")
        }
        return host
    }

    /// Whether the files that ssh is to be given are there.
    static func fileProblems(of entry: ProviderSettings) -> [SettingError] {
        entry.string("host") == nil ? [] : sshFileProblems(of: entry)
    }

    /// The same, of an entry that is known to go over ssh.
    static func sshFileProblems(of entry: ProviderSettings) -> [SettingError] {
        ["ssh_config", "identity"].compactMap { key in
            // ssh puts names in for what follows a percent sign.
            guard let path = entry.string(key), !path.contains("%") else { return nil }
            do throws(ReadableFile.Problem) {
                _ = try ReadableFile.bytes(path)
                return nil
            } catch {
                // The key itself may be an agent's.
                if key == "identity", (try? ReadableFile.bytes("\(path).pub")) != nil {
                    return nil
                }
                return SettingError(key: key, message: error.message)
            }
        }
    }
}
