/// The names that the API uses.
enum KubernetesName {
    /// Whether a text can be the name of an object, and so a part of a path.
    static func isOne(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.count < 254
            && text.utf8.allSatisfy { byte in
                byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2d || byte == 0x2e
            } && text.first != "." && text.last != "."
    }
}
