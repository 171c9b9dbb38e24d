/// What a provider is, as data: flags, help, sample configuration and the checks of
/// `hybridtop config check` are made from it.
package struct ProviderDescriptor: Sendable {
    /// What the configuration calls it: lower case with dashes (`prometheus-scrape`).
    package var id: String
    /// What the screen calls it.
    package var title: String
    /// One sentence for `hybridtop providers`.
    package var summary: String
    /// The keys that its entries take, beyond those that every entry takes.
    package var settings: [SettingSchema]
    /// Time between polls (or stream samples) where the configuration does not say.
    package var interval: Duration
    /// How long one poll may take.
    package var deadline: Duration
    /// What it yields.
    package var capabilities: Set<Capability>

    /// What a provider can tell.
    package enum Capability: String, Sendable, Hashable, CaseIterable {
        /// Rows of the inventory, processes on GPUs, and what was before.
        case nodes, accelerators, processes, endpoints, history, jobs
    }

    /// A descriptor; keys in the order in which help lists them.
    package init(
        id: String, title: String, summary: String, settings: [SettingSchema], interval: Duration,
        deadline: Duration, capabilities: Set<Capability>
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.settings = settings
        self.interval = interval
        self.deadline = deadline
        self.capabilities = capabilities
    }
}
