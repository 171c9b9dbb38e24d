import Foundation

/// The keys and the configuration of a server and its clients.
struct LoopbackSSHFiles {
    let directory: String
    let port: Int

    /// Writes everything.
    func write(_ lines: [String], _ environment: [String: String], _ banner: String) throws {
        for key in ["hostkey", "id", "other"] {
            let made = try Tools.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(directory)/\(key)"])
            guard made.status == 0 else {
                throw LoopbackSSHServer.Failure(description: made.errors)
            }
        }
        let user = try String(contentsOfFile: "\(directory)/id.pub", encoding: .utf8)
        try write("authorized_keys", user)
        try write("banner", banner)
        try write("known_nobody", "")
        let other = try String(contentsOfFile: "\(directory)/other.pub", encoding: .utf8)
        try write("known_other", "changed \(other)")
        try write("sshd_config", (lines + server(environment)).joined(separator: "\n") + "\n")
        try write("ssh_config", client(closed: try freePort()))
    }

    private func write(_ name: String, _ text: String) throws {
        let path = "\(directory)/\(name)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    private func server(_ environment: [String: String]) -> [String] {
        let stub = Tools.fixtures.appendingPathComponent("bin").path
        let variables = environment.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
        return [
            "Port \(port)", "ListenAddress 127.0.0.1", "ListenAddress 127.0.0.2",
            "HostKey \(directory)/hostkey", "PidFile none",
            "AuthorizedKeysFile \(directory)/authorized_keys", "PasswordAuthentication no",
            "KbdInteractiveAuthentication no", "UsePAM no", "StrictModes no",
            "PermitRootLogin prohibit-password", "MaxStartups 200:30:400", "MaxSessions 100",
            "LogLevel VERBOSE", "Banner \(directory)/banner",
            "SetEnv PATH=\(stub):/usr/bin:/bin" + variables.joined(),
        ]
    }

    /// The first value that applies to a host counts.
    private func client(closed: Int) -> String {
        """
        Host gpu-a02
          HostName 127.0.0.2
        Host stranger
          UserKnownHostsFile \(directory)/known_nobody
          StrictHostKeyChecking yes
        Host changed
          HostKeyAlias changed
          UserKnownHostsFile \(directory)/known_other
          StrictHostKeyChecking yes
        Host locked
          IdentityFile \(directory)/other
        Host closed
          Port \(closed)
        Host hung
          ProxyCommand sleep 1000
        Host nameless
          HostName no-such-host.invalid
        Host * !locked
          IdentityFile \(directory)/id
        Host *
          HostName 127.0.0.1
          Port \(port)
          User \(NSUserName())
          IdentitiesOnly yes
          IdentityAgent none
          HostKeyAlias lab
          UserKnownHostsFile \(directory)/known_hosts
          GlobalKnownHostsFile none
          StrictHostKeyChecking accept-new

        """
    }
}
