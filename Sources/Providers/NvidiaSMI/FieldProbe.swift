import Collector
import Fleet

/// What the driver of one node can be asked for.
struct FieldProbe: Sendable {
    /// The fields to ask for.
    var plan: QueryPlan
    /// GPUs that do not answer and would spoil the answer of their siblings.
    var lost: [LostDevice] = []
    /// The GPUs to ask for, by PCI address, where naming them is needed to get around lost ones.
    var devices: [String] = []

    /// Reads the answer to ``NvidiaSMISettings/probeCommand``.
    init(_ answer: CommandOutput) throws(SourceFailure) {
        let known = QueryPlan.fieldNames(inHelp: answer.output)
        guard known.contains("index") else {
            throw SMIFailure.of(
                status: answer.status, output: CleanText.clean(answer.output),
                errors: answer.errors)
        }
        plan = QueryPlan(known: known)
    }

    /// What nvidia-smi gets for one round.
    var arguments: [String] {
        let selection = devices.isEmpty ? [] : ["-i", devices.joined(separator: ",")]
        return [plan.option, "--format=csv,noheader,nounits"] + selection
    }
}

extension NvidiaSMISettings {
    /// Asks what can be asked for.
    var probeCommand: Command { command(["--help-query-gpu"]) }

    /// nvidia-smi with these arguments, at the node.
    func command(_ arguments: [String]) -> Command {
        Command(command, arguments, environment: ["LC_ALL": "C"], host: host)
    }

    /// The same for a run without end.
    func streamCommand(_ arguments: [String]) -> Command { command(arguments) }

    /// The node before anything is known of it but its name.
    var node: NodeIdentity {
        NodeIdentity(
            name: name, sshDestination: host?.destination, isLocal: host == nil, labels: labels)
    }
}
