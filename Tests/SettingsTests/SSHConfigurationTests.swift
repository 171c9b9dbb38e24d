import FoundationEssentials
import Support
import Testing

@testable import Settings

/// The names in an ssh configuration. That they are those that ssh means is asked of ssh itself: each
/// block gives another port, and `ssh -G NAME` tells which block it obeyed.
@Suite struct SSHConfigurationTests {
    /// A folder that stands for a home, gone with the value.
    private final class Home: Sendable {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "hybridtop-ssh-\(UUID().uuidString)").path()

        init(_ files: [String: String]) throws {
            for (name, text) in files {
                let place = URL(filePath: "\(path)/\(name)")
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.replacing("HOME", with: path).write(
                    to: place, atomically: false, encoding: .utf8)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func hosts() throws -> [String] {
            try SSHConfiguration.hosts(file: "\(path)/.ssh/config", home: path)
        }

        /// The port that ssh would take for a name.
        func port(_ name: String) throws -> String? {
            let words = ["ssh", "-F", "\(path)/.ssh/config", "-G", name]
            return try Tools.run(words).output.split(separator: "\n")
                .first { $0.hasPrefix("port ") }.map { String($0.dropFirst(5)) }
        }
    }

    private static let main = """
        # Host commented
        Include HOME/.ssh/early.conf
        Host=gpu01
            Port 101
          host "gpu02"   gpu03 'gpu04' # gpu99
            port = 102
        HOST = gpu* !gpu-test* bastion
        \tPort 103
        Host *
            Port 104
        Match host gpu10,gpu11 exec "true"
            Port 105
        Host gpu1? -oProxyCommand=x gpu01 web.example.org
            Include HOME/.ssh/more/*.conf
        Host late
            Port 107
        """

    @Test func namesAreThoseThatSSHMeans() throws {
        let home = try Home([
            ".ssh/config": Self.main,
            ".ssh/early.conf": "Port 100\nHost early\n",
            // Only what `gpu1?` and the other words around the Include allow is meant here.
            ".ssh/more/b.conf": "Host gpu12 elsewhere\n  Port 106\n",
            ".ssh/more/a.conf": "Host gpu13\n",
            ".ssh/more/c.txt": "Host not-included\n",
        ])
        #expect(
            try home.hosts() == [
                "early", "gpu01", "gpu02", "gpu03", "gpu04", "bastion", "web.example.org", "gpu13",
                "gpu12", "late",
            ])
    }

    @Test(arguments: [
        ("gpu01", "101"), ("gpu02", "102"), ("gpu03", "102"), ("gpu04", "102"), ("bastion", "103"),
        ("late", "104"),
    ])
    func sshObeysTheSameBlocks(name: String, port: String) throws {
        let text = Self.main.replacing("Include HOME/.ssh/early.conf\n", with: "")
        let home = try Home([".ssh/config": text.replacing("-oProxyCommand=x ", with: "")])
        #expect(try home.hosts().contains(name))
        #expect(try home.port(name) == port)
    }

    @Test func whatIsIncludedUnderABlockCountsOnlyThere() throws {
        let home = try Home([
            ".ssh/config": "Host gpu1?\n  Include HOME/.ssh/more\nHost *\n  Port 1\n",
            ".ssh/more": "Host gpu12 elsewhere\n  Port 106\n",
        ])
        #expect(try home.hosts() == ["gpu12"])
        #expect(try home.port("gpu12") == "106")
        #expect(try home.port("elsewhere") == "1")
    }

    @Test func patternsAndExcludedNamesAreNoHosts() throws {
        let home = try Home([".ssh/config": "Host * a? !b b c\nMatch all\nHost\nHost c d\n"])
        #expect(try home.hosts() == ["c", "d"])
    }

    @Test func relativeIncludesAndTildesStartAtTheFolderOfTheUser() throws {
        let home = try Home([
            ".ssh/config": "Include one ~/two three\n", ".ssh/one": "Host a\n", "two": "Host b\n",
        ])
        #expect(try home.hosts() == ["a", "b"])
    }

    @Test func aFileThatIncludesItselfIsRefused() throws {
        let home = try Home([".ssh/config": "Include HOME/.ssh/config\n"])
        #expect(throws: SSHConfiguration.Problem.self) { try home.hosts() }
    }

    @Test func aMissingFileIsAProblemOnlyWhereItWasNamed() throws {
        let home = try Home(["other": ""])
        #expect(throws: SSHConfiguration.Problem.self) { try home.hosts() }
        _ = try SSHConfiguration.hosts(home: home.path)
    }
}
