import Fleet

/// Which of a node's GPUs a login can see, by what the host says without asking the driver.
///
/// A job's cgroup or a container hides GPUs: their device files are not there or may not be opened, and
/// nvidia-smi does not list them. That is no fault. A GPU that the kernel's driver holds, whose file may
/// be opened, and that nvidia-smi does not list, is lost.
struct BusView: Sendable {
    /// PCI addresses of the GPUs that the kernel's driver holds, in the kernel's spelling.
    private let bound: [String]
    /// How many device files may be opened; `nil` where that is not known.
    private let reachable: Int?
    /// Whether the login belongs to a job or a container.
    private let isConfined: Bool
    /// GPUs that the kernel log says have fallen off the bus.
    private let fallen: Set<String>

    /// What the view comes to, given what nvidia-smi lists.
    struct Verdict: Sendable, Hashable {
        /// How many GPUs of the node are hidden from this login.
        var hidden = 0
        /// PCI addresses of GPUs that are lost.
        var lost: [String] = []
        /// How many GPUs this login should see; `nil` where that is not known.
        var expected: Int?
    }

    /// Reads the parts `gpus`, `pci`, `files` and `cgroup` of the host's script.
    init(_ sections: MarkedSections, fallen: Set<String>) {
        let inProc = sections.lines("gpus").map { CleanText.clean(String($0), limit: 20) }
        let onBus = sections.lines("pci").compactMap(Self.held)
        var seen: Set<String> = []
        bound = (inProc + onBus).filter { seen.insert(PCIAddress.normalised($0)).inserted }
        reachable = sections["files"].map { _ in sections.lines("files").count }
        isConfined = sections.lines("cgroup").contains { line in
            Self.confinements.contains { line.contains($0) }
        }
        self.fallen = fallen
    }

    /// The address of a device that NVIDIA's driver holds; `nil` for one that another driver holds (a
    /// GPU handed to a virtual machine) or none.
    private static func held(_ line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard words.count == 2, words[1] == "nvidia" else { return nil }
        return CleanText.clean(String(words[0]), limit: 20)
    }

    /// Names in `/proc/self/cgroup` of what confines a login: SLURM's jobs and the container engines.
    private static let confinements = [
        "slurm", "/job_", "docker", "kubepods", "libpod", "containerd", "lxc", "apptainer",
    ]

    /// Judges the GPUs that the driver holds and nvidia-smi does not list; `nil` where the host said
    /// nothing.
    func verdict(listed: [String]) -> Verdict? {
        let shown = Set(listed.map(PCIAddress.normalised))
        let missing = bound.filter { !shown.contains(PCIAddress.normalised($0)) }
        guard let reachable else { return nil }
        guard !missing.isEmpty else { return Verdict() }
        let hasFallen = missing.filter { fallen.contains(PCIAddress.normalised($0)) }
        if reachable >= bound.count {
            // In a job the files may look open and not be: only the kernel's own word counts there.
            let lost = isConfined ? hasFallen : missing
            return Verdict(
                hidden: missing.count - lost.count, lost: lost, expected: shown.count + lost.count)
        }
        let expected = max(reachable, shown.count)
        return Verdict(
            hidden: bound.count - expected,
            lost: Array(hasFallen.prefix(expected - shown.count)), expected: expected)
    }
}
