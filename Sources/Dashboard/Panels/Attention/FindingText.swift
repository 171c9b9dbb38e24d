import Fleet

/// Findings in words, and where they lead.
enum FindingText {
    /// The view of what a finding is about; `nil` where there is none. A source that tells of one node
    /// alone stands for that node.
    static func location(_ subject: Subject, in snapshot: FleetSnapshot) -> Location? {
        guard let source = subject.source else {
            return subject.kind == .site ? Location(.overview) : nil
        }
        switch subject.kind {
        case .node, .accelerator:
            return Location(.node, .node(source: source, name: subject.name))
        case .endpoint: return Location(.endpoint, .endpoint(source: source, label: subject.name))
        case .source:
            let nodes = snapshot.source(source)?.sample?.inventory.nodes ?? []
            guard nodes.count == 1, let node = nodes.first else { return Location(.sources) }
            return Location(.node, .node(source: source, name: node.name))
        case .site, .fleet: return Location(.overview)
        }
    }

    /// `3 quiet`: how many of them somebody has acknowledged or snoozed; `nil` for none.
    static func quiet(_ findings: [Finding]) -> String? {
        let count = findings.count { $0.acknowledgement != nil }
        return count == 0 ? nil : "\(count) quiet"
    }

    /// The whole finding as text for a ticket.
    static func plain(_ finding: Finding) -> String {
        let place = [finding.subject.site, finding.subject.name].compactMap { $0 }
        let lines =
            ["\(finding.severity.word): \(place.joined(separator: " ")): \(finding.title)"]
            + finding.evidence.map { "- \($0)" }
        return (finding.nextStep.isEmpty ? lines : lines + ["next: \(finding.nextStep)"])
            .joined(separator: "\n")
    }

    /// Breaks text at blanks into lines of so many columns.
    static func wrap(_ text: String, width: Int) -> [String] {
        guard width > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let longer = line.isEmpty ? String(word) : "\(line) \(word)"
            if DisplayWidth.columns(of: longer) <= width || line.isEmpty {
                line = longer
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
