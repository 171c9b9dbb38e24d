/// One thing that is sent, literally. What the plan shows is what goes out: both are made from here.
package struct ActionRequest: Sendable, Hashable, Codable {
    /// Where it goes: a socket's path, `host:port`, the start of a URL, or `local` for a command.
    package var place: String
    /// The words of a command, or method, path and body of an HTTP request, or the one line of a
    /// runtime interface. Nothing here is secret: credentials are added when it is sent.
    package var words: [String]
    /// As a person would type it to have the same done by hand.
    package var shown: String

    /// A request.
    package init(place: String, words: [String], shown: String) {
        self.place = place
        self.words = words
        self.shown = shown
    }
}
