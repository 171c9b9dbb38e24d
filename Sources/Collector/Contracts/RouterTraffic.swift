/// What one instance of a router has counted of one service since it was started.
package struct RouterTraffic: Sendable, Hashable {
    /// Where the instance is asked.
    package var place: String
    /// What is routed: a backend's name.
    package var service: String
    /// Requests that have come to it.
    package var requests: Int
    /// Those of them that no server answered, so that the router did, with an error of its own; `nil`
    /// where it does not tell.
    package var unanswered: Int?
    /// Servers that get no requests there whatever their share, by uid, and what the router says of them.
    package var down: [String: String]

    /// Counts of one instance.
    package init(
        place: String, service: String, requests: Int, unanswered: Int? = nil,
        down: [String: String] = [:]
    ) {
        self.place = place
        self.service = service
        self.requests = requests
        self.unanswered = unanswered
        self.down = down
    }
}
