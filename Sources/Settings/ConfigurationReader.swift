import Fleet
import Yams

/// Text of the configuration, to the checked value.
package enum ConfigurationReader {
    /// The sections of the file beside the options.
    static let sections = ["sites", "sources", "workloads", "policy", "actions"]

    /// The same for text that is in memory.
    package static func read(
        _ text: String, file: String, _ surroundings: Surroundings
    ) throws(ConfigurationErrors) -> FleetConfiguration {
        try read(text.utf8, file: file, surroundings)
    }

    /// Reads and checks everything; `file` is how messages call the bytes. Throws all that is wrong.
    package static func read(
        _ bytes: some Sequence<UInt8>, file: String, _ surroundings: Surroundings
    ) throws(ConfigurationErrors) -> FleetConfiguration {
        let document = try Document(bytes, name: file)
        var errors = ErrorList(file: file)
        for error in document.errors { errors.add(error) }
        var configuration = FleetConfiguration()
        let keys = sections + FleetOptions.keys.map(\.key)
        let members = document.root.map { errors.members($0, "", allowed: keys) } ?? []
        let options = OptionReader(surroundings: surroundings)
        options.read(members, &configuration.options, &errors)
        let named = configuration.options.context
        configuration.options.fileContext = named.isEmpty ? nil : named
        options.readOverrides(&configuration.options, &errors)
        if let node = members.first(where: { $0.key == "sites" })?.value {
            configuration.sites = SiteReader(surroundings: surroundings).read(node, &errors)
        }
        if let node = members.first(where: { $0.key == "workloads" })?.value {
            let reader = WorkloadReader(surroundings: surroundings)
            configuration.workloads = reader.read(node, &errors)
        }
        readActions(members, &configuration, surroundings, &errors)
        if let node = members.first(where: { $0.key == "sources" })?.value {
            let reader = SourceReader(
                surroundings: surroundings, interval: configuration.options.interval,
                sites: configuration.sites.map(\.name))
            configuration.sources = reader.read(node, &errors).map(\.settings)
        }
        if let node = members.first(where: { $0.key == "workloads" })?.value {
            configuration.checkRouters(node, &errors)
        }
        if !errors.errors.isEmpty { throw ConfigurationErrors(errors.sorted) }
        return configuration
    }

    /// What may be done, and how.
    private static func readActions(
        _ members: [Member], _ configuration: inout FleetConfiguration,
        _ surroundings: Surroundings, _ errors: inout ErrorList
    ) {
        let reader = PolicyReader(surroundings: surroundings)
        if let node = members.first(where: { $0.key == "policy" })?.value {
            configuration.policy = reader.read(node, &errors)
        }
        if let node = members.first(where: { $0.key == "actions" })?.value {
            configuration.staging = StagingReader(surroundings: surroundings).read(node, &errors)
        }
        let workloads = members.first { $0.key == "workloads" }?.value
        if let workloads { reader.checkClasses(workloads, configuration.policy, &errors) }
    }
}
