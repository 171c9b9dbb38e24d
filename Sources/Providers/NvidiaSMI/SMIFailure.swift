import Collector
import Fleet

/// What an nvidia-smi that did not answer means, by its own words and exit status (`nvidia-smi -h`,
/// "RETURN VALUE"; shells use 126 and 127).
enum SMIFailure {
    /// The failure behind a command's end. There always is one: a stream is not meant to end.
    static func of(status: CommandStatus, output: String, errors: String) -> SourceFailure {
        let said = [output, errors].map { CleanText.clean($0, limit: 400) }
            .filter { !$0.isEmpty }.joined(separator: " ")
        if let failure = named(by: said) { return failure }
        switch status {
        case .exited(let code):
            if let failure = named(byExit: code, said: said) { return failure }
            // A shell tells of a signal that way (POSIX: more than 128).
            if (129...192).contains(code) { return killed(by: code - 128, said) }
            let silence = said.isEmpty ? " and printed nothing" : ""
            return SourceFailure(
                .commandFailed, sentence("nvidia-smi ended with status \(code)\(silence)", said),
                nextStep: "Run nvidia-smi on the node by hand.")
        case .signalled(let signal): return killed(by: signal, said)
        }
    }

    private static func killed(by signal: Int, _ said: String) -> SourceFailure {
        SourceFailure(
            .commandFailed, sentence("nvidia-smi was ended by signal \(signal)", said),
            nextStep: "Run nvidia-smi on the node by hand; look at the kernel log.")
    }

    /// The failure that a message names; `nil` for any other text.
    static func named(by text: String) -> SourceFailure? {
        let lower = text.lowercased()
        for (phrases, kind) in phrases where phrases.contains(where: lower.contains) {
            return failure(kind, text)
        }
        return nil
    }

    private static let phrases: [([String], SourceFailure.Kind)] = [
        (["driver/library version mismatch"], .driverMismatch),
        (["requires reset"], .needsReset),
        (["gpu is lost", "unable to determine the device handle"], .gpuLost),
        (["no devices were found"], .noDevices),
        (["insufficient permission", "permission denied", "operation not permitted"], .permission),
        (
            [
                "couldn't communicate with the nvidia driver", "driver not loaded",
                "libnvidia-ml", "nvml shared library", "failed to initialize nvml",
            ], .driverNotLoaded
        ),
        (["is not a valid field to query"], .unsupported),
        (
            [
                "nvidia-smi: command not found", "nvidia-smi: not found",
                "nvidia-smi: no such file", "executable file not found",
            ], .commandNotFound
        ),
    ]

    private static func named(byExit code: Int, said: String) -> SourceFailure? {
        let kinds: [Int: SourceFailure.Kind] = [
            4: .permission, 6: .noDevices, 9: .driverNotLoaded, 12: .driverNotLoaded,
            13: .driverMismatch, 15: .gpuLost, 18: .driverMismatch, 124: .hung, 126: .permission,
            127: .commandNotFound, 137: .hung,
        ]
        return kinds[code].map { failure($0, said) }
    }

    private static func failure(_ kind: SourceFailure.Kind, _ said: String) -> SourceFailure {
        let (title, step) = wording(kind)
        // A shell's words for that, once for each time it was tried, add nothing.
        let words = kind == .commandNotFound ? "" : said
        return SourceFailure(kind, sentence(title, words), nextStep: step)
    }

    private static func sentence(_ title: String, _ said: String) -> String {
        said.isEmpty ? "\(title)." : "\(title): \(CleanText.clean(said, limit: 200))"
    }

    private static func wording(_ kind: SourceFailure.Kind) -> (String, String) {
        wordings[kind] ?? (
            "nvidia-smi did not come back in time",
            "Look for Xid errors in the kernel log; the driver may need a reboot."
        )
    }

    /// What is wrong, and what to do.
    private static let wordings: [SourceFailure.Kind: (String, String)] = [
        .driverMismatch: (
            "The kernel module and the driver's libraries are of different versions",
            "Reboot the node, or unload and reload the nvidia modules, after the upgrade."
        ),
        .needsReset: (
            "A GPU requires a reset", "Drain the node, then run nvidia-smi --gpu-reset -i INDEX."
        ),
        .gpuLost: (
            "A GPU has fallen off the bus",
            "Look for Xid 79 in the kernel log; drain and power-cycle the node."
        ),
        .noDevices: (
            "The driver sees no GPU", "Check lspci and the container's or cgroup's device access."
        ),
        .driverNotLoaded: (
            "The NVIDIA driver is not loaded or not reachable",
            "Check lsmod and dmesg for nvidia; load the module or reinstall the driver."
        ),
        .permission: (
            "The driver denies access", "Give the user access to the /dev/nvidia devices."
        ),
        .unsupported: (
            "nvidia-smi does not know a field that it was asked for",
            "Nothing: its fields are asked for again."
        ),
        .commandNotFound: (
            "nvidia-smi is not on the node's PATH",
            "Install the driver's utilities, or set command: to its path."
        ),
    ]
}
