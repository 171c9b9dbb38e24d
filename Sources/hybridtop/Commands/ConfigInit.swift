import ArgumentParser
import FoundationEssentials
import Glibc
import Providers
import Settings

extension ConfigCommand {
    /// Writes a commented sample.
    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a commented sample; to standard output with --output -.",
            discussion: """
                Examples:
                  hybridtop config init
                  hybridtop config init --ssh-hosts 'gpu*' '!gpu-test*'
                  hybridtop config init --host gpu-a01 'gpu-b[01-16]' --output -
                """)

        @OptionGroup var shared: SharedOptions

        @Option(name: [.short, .long], help: "Where to; the usual place otherwise.")
        var output: String?

        @Option(parsing: .upToNextOption, help: "Hosts to name in it, such as 'gpu[01-64]'.")
        var host: [String] = []

        @Option(
            parsing: .upToNextOption,
            help: "Hosts to take over from the ssh configuration: patterns, '!' takes out again.")
        var sshHosts: [String] = []

        @Option(help: "The ssh configuration to read; the user's own otherwise.")
        var sshConfig: String?

        func run() throws {
            let hosts = try host + imported()
            let text = SampleConfiguration(
                Registry.descriptors, hosts: hosts, sshConfiguration: sshConfig.map(absolute)
            ).text
            let path = output ?? shared.file().path
            if path == "-" { return standardOutput(text) }
            try write(text, to: path)
            standardError("wrote \(path)\(hosts.isEmpty ? advice : "")\n")
        }

        /// A path that means the same in the configuration as here.
        private func absolute(_ path: String) -> String {
            path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
        }

        /// The hosts of the ssh configuration that the patterns fit.
        private func imported() throws -> [String] {
            guard !sshHosts.isEmpty else { return [] }
            do throws(SSHConfiguration.Problem) {
                let names = try SSHConfiguration.hosts(file: sshConfig)
                let found = HostSelection(sshHosts).of(names)
                if !found.isEmpty { return found }
                let shown = names.isEmpty ? "none" : names.joined(separator: ", ")
                throw SSHConfiguration.Problem(
                    message: "no host of the ssh configuration matches; it names \(shown)")
            } catch {
                throw ValidationError("--ssh-hosts: \(error.message)")
            }
        }

        /// What could be taken over.
        private var advice: String { sshAdvice + kubernetesAdvice }

        /// Whether there is a kubeconfig, which is not read before somebody asks for it.
        private var kubernetesAdvice: String {
            let environment = ProcessInfo.processInfo.environment
            let usual = environment["HOME"].map { "\($0)/.kube/config" } ?? ""
            let list = environment["KUBECONFIG"].flatMap { $0.isEmpty ? nil : $0 } ?? usual
            guard list.split(separator: ":").contains(where: { access(String($0), R_OK) == 0 })
            else { return "" }
            return
                "; there is a kubeconfig: `- kubernetes: { context: NAME }` would watch a cluster"
        }

        private var sshAdvice: String {
            guard let names = try? SSHConfiguration.hosts(file: sshConfig), !names.isEmpty else {
                return ""
            }
            return "; --ssh-hosts PATTERN would take over some of the "
                + "\(counted(names.count, "host", "hosts")) of the ssh configuration"
        }

        /// Makes the file, never over one that is there, and readable by its owner only: people put
        /// secrets into it.
        private func write(_ text: String, to path: String) throws {
            if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
                try? FileManager.default.createDirectory(
                    atPath: String(path[..<slash]), withIntermediateDirectories: true)
            }
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                let words = strerror(errno).map { String(cString: $0) } ?? ""
                standardError("\(path): \(words)\n")
                throw ExitCode(2)
            }
            FileHandleText.write(text, to: descriptor)
            close(descriptor)
        }
    }
}
