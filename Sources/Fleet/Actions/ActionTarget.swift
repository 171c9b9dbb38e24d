/// What an action is done to: one thing of one control plane.
package struct ActionTarget: Sendable, Hashable, Codable {
    /// The provider of the source that acts: `haproxy`.
    package var provider: String
    /// The instance of the source.
    package var instance: String
    /// What the control plane calls it, whatever the filter or the order of rows: `chat/onprem`, a
    /// Kubernetes UID, a node's name.
    package var uid: String
    /// What people call it; typed to confirm what is destructive.
    package var name: String
    /// The site that it runs at; empty where that is not known.
    package var site: String
    /// Where it answers, `host:port`; empty where that is not known. By it the figures of an endpoint
    /// that is watched for itself are found.
    package var address: String

    /// A target of a source.
    package init(
        source: SourceID, uid: String, name: String, site: String = "", address: String = ""
    ) {
        provider = source.provider
        instance = source.instance
        self.uid = uid
        self.name = name
        self.site = site
        self.address = address
    }

    /// What tells it from every other, whatever else is known of it.
    package var place: String { "\(provider)/\(instance)/\(uid)" }

    /// The source that acts on it.
    package var source: SourceID { SourceID(provider: provider, instance: instance) }
}
