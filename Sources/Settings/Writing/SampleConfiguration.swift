package import Fleet

/// The commented sample that `hybridtop config init` writes, made from the providers' descriptors.
package struct SampleConfiguration {
    private let descriptors: [ProviderDescriptor]
    private let hosts: [String]
    private let sshConfiguration: String?

    /// A sample for some providers. `hosts` become an entry, with the ssh configuration that they are
    /// from where that is not the user's own.
    package init(
        _ descriptors: [ProviderDescriptor], hosts: [String] = [], sshConfiguration: String? = nil
    ) {
        self.descriptors = descriptors
        self.hosts = hosts
        self.sshConfiguration = sshConfiguration
    }

    /// The text. Everything but the imported hosts is commented out; every line of an entry becomes
    /// valid by removing `# ` (two characters), which a test does.
    package var text: String {
        (heading + options + sites + sources + workloads + policy).joined(separator: "\n") + "\n"
    }

    private var heading: [String] {
        [
            "# hybridtop watches what is named here. `hybridtop config check` says what is wrong with it,",
            "# `hybridtop config print` what is in force, and `hybridtop providers` explains every key.",
            "# A running hybridtop takes changes over by itself.",
            "",
        ]
    }

    private var options: [String] {
        FleetOptions.keys.flatMap { schema in
            ["## \(schema.summary)", "# \(schema.key): \(schema.example)"]
        } + [""]
    }

    private var sites: [String] {
        [
            "## Where things run. A source names its site; all keys may be left out.",
            "# sites:",
            "#   hall-a: { placement: dedicated, country: DE, pue: 1.3 }",
            "#   us-east-1: { placement: iaas, country: US, provider: aws, attestations: [hipaa] }",
            "",
        ]
    }

    private var sources: [String] {
        var lines = [
            "## What is watched: one provider an entry, as often as wanted. Each takes also:"
        ]
        for schema in SettingSchema.common {
            lines.append("##   \(schema.key): \(schema.kind.words). \(schema.summary)")
        }
        lines.append(hosts.isEmpty ? "# sources:" : "sources:")
        lines += imported
        for descriptor in descriptors { lines += entry(descriptor) }
        return lines + [""]
    }

    /// The hosts as one entry, if the provider for them is there.
    private var imported: [String] {
        guard !hosts.isEmpty,
            let descriptor = descriptors.first(where: { descriptor in
                descriptor.settings.contains { $0.kind == .hosts }
            }), let key = descriptor.settings.first(where: { $0.kind == .hosts })?.key
        else { return [] }
        var lines = ["  ## Remove what is no GPU node.", "  - \(descriptor.id):"]
        if let sshConfiguration {
            lines.append("      ssh_config: \(YAMLText.scalar(sshConfiguration))")
        }
        lines.append("      \(key):")
        return lines + hosts.map { "        - \(YAMLText.scalar($0))" }
    }

    private func entry(_ descriptor: ProviderDescriptor) -> [String] {
        var lines = ["", "##   \(descriptor.title): \(descriptor.summary)"]
        lines.append("#   - \(descriptor.id):")
        for schema in descriptor.settings {
            let need = schema.isRequired ? " (required)" : ""
            lines.append("##      \(schema.kind.words)\(need). \(schema.summary)")
            lines.append("#       \(schema.key): \(schema.example)")
        }
        if descriptor.settings.isEmpty { lines[lines.count - 1] += " {}" }
        return lines
    }

    private var workloads: [String] {
        [
            "## Logical services spread over endpoints, with their objectives. What a router tells of is a",
            "## workload as well; here it gets a name, the class of its data, and what it is to keep to. Each",
            "## service of a router belongs to one workload.",
            "# workloads:",
            "#   chat-70b: { data_class: internal, router: haproxy/chat,",
            "#     objectives: { p95: 600ms, error_rate: 0.5% } }",
        ]
    }

    private var policy: [String] {
        [
            "",
            "## What may be done to the fleet. A class of data goes only where its rule lets it, and what",
            "## has no class does not leave own hardware; `read_only: false` needs no unlocking.",
            "## Rules may go by `context`: under another name than the file's own nothing is changed.",
            "## `production` makes what is reversible disruptive, and frames the screen in its own colour;",
            "## `frame` gives this context another: plain, production, notice, good, warning, owned",
            "## or rented, as the theme draws them. `max_out` is what may be out of use at once of what",
            "## serves together, in heads or in requests, whichever is more.",
            "# policy:",
            "#   read_only: true",
            "#   production: true",
            "#   frame: warning",
            "#   max_out: 50%",
            "#   data_classes:",
            "#     internal: { countries: [DE, NL], attestations: [hipaa] }",
            "#     patient: { owned_only: true }",
            "#   rules:",
            "#     - { actions: [drain, reroute], target: chat/*, tier: destructive, require_reason: true }",
            "#     - { data_class: patient, actions: [reroute], deny: true }",
            "",
            "## How far each stage of a shift goes, in percent of the way, and how long the receiving side",
            "## is watched after each (0s: not at all).",
            "# actions:",
            "#   stages: [5, 25, 50, 100]",
            "#   hold: 60s",
        ]
    }
}
