import Fleet

/// A program that gives credentials (client.authentication.k8s.io ExecCredential), as a kubeconfig names
/// it.
struct KubePlugin: Sendable, Hashable {
    var version: String
    /// A name on the PATH, or a path.
    var command: String
    var arguments: [String]
    /// May hold secrets.
    var environment: [String: Secret]
    /// Whether it is told which cluster its credentials are for.
    var wantsCluster: Bool
    /// What its makers say to those who do not have it.
    var installHint: String

    /// What a kubeconfig says of it. Throws where it could never work without a terminal.
    init(_ entry: KubeConfigEntry, _ context: String) throws(KubeConfig.Problem) {
        guard let command = entry.program("command"), !command.hasPrefix("-") else {
            throw KubeTarget.problem(context, "has an exec without a command")
        }
        self.command = command
        version = entry.text("apiVersion") ?? "client.authentication.k8s.io/v1"
        arguments = entry.strings("args")
        environment = [:]
        for item in entry.list("env") {
            if let name = item.text("name"), !name.isEmpty, !name.contains("=") {
                environment[name] = Secret(item.text("value") ?? "")
            }
        }
        wantsCluster = entry.text("provideClusterInfo") == "true"
        installHint = KubeText.said(entry.text("installHint") ?? "")
        if entry.text("interactiveMode") == "Always" {
            throw KubeTarget.problem(
                context, "has a credential plugin that needs a terminal (interactiveMode)")
        }
    }

    /// What messages call it.
    var title: String {
        "the credential plugin \(CleanText.clean(command.split(separator: "/").last.map(String.init) ?? ""))"
    }
}
