/// What the configuration says of a workload.
package struct WorkloadDeclaration: Hashable, Sendable {
    /// The name, unique among the configured ones.
    package var name: String
    /// How sensitive its data is, in the organisation's own words; `nil` where nobody has said it.
    package var dataClass: String?
    /// Its router and what that calls it: `haproxy/chat`, `haproxy/edge/chat`; `nil` where it goes by its
    /// name.
    package var router: String?

    /// What is said of a workload.
    package init(name: String, dataClass: String? = nil, router: String? = nil) {
        self.name = name
        self.dataClass = dataClass
        self.router = router
    }

    /// Whether a source's service is meant.
    func means(_ service: RoutedService, of source: SourceID) -> Bool {
        guard let router else { return service.name == name }
        return router == "\(source.provider)/\(service.name)"
            || router == "\(source)/\(service.name)"
    }
}
