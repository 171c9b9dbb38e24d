package import Fleet

/// Findings and changes that go with ``SampleFleet``.
package enum SampleFindings {
    /// One of each severity.
    package static func usual() -> [Finding] {
        let lost = SourceID(provider: "nvidia-smi", instance: "gpu-b17")
        let silent = SourceID(provider: "nvidia-smi", instance: "gpu-a04")
        let chat = SourceID(provider: "prometheus-scrape", instance: "chat-70b.hall-a")
        return [
            Finding(
                rule: "gpu-lost", severity: .critical,
                subject: Subject(
                    kind: .accelerator, source: lost, site: "hall-b", name: "gpu-b17",
                    accelerator: "GPU-gpu-b17-5"),
                title: "GPU 5 lost (Xid 79)",
                evidence: [
                    "GPU is lost since 13:58", "Xid 79: GPU has fallen off the bus", "7 of 8 left",
                ],
                nextStep: "Drain gpu-b17, then reset or reboot it.",
                since: SampleFleet.time.wall + .seconds(-240)),
            Finding(
                rule: "queue-growing", severity: .warning,
                subject: Subject(kind: .endpoint, source: chat, site: "hall-a", name: "chat-70b"),
                title: "queue 143 and rising",
                evidence: ["143 requests wait, 12 a minute ago", "KV cache 91% full"],
                nextStep: "Add replicas, or send part of the traffic elsewhere.",
                since: SampleFleet.time.wall + .seconds(-90)),
            Finding(
                rule: "source-silent", severity: .warning,
                subject: Subject(kind: .node, source: silent, site: "hall-a", name: "gpu-a04"),
                title: "no data for 37s", evidence: ["ssh: connection timed out"],
                nextStep: "Check that the host is up: ssh gpu-a04",
                since: SampleFleet.time.wall + .seconds(-37)),
        ]
    }

    /// What changed lately, newest first.
    package static func changes() -> [Change] {
        let finding = usual()
        return [
            Change(
                time: SampleFleet.time.wall + .seconds(-31), subject: finding[2].subject,
                text: "went silent", severity: .warning),
            Change(
                time: SampleFleet.time.wall + .seconds(-240), subject: finding[0].subject,
                text: "GPU 5 lost", severity: .critical),
            Change(
                time: SampleFleet.time.wall + .seconds(-3600), subject: finding[1].subject,
                text: "replicas 10 -> 12"),
        ]
    }
}
