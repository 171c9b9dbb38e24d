import Collector
import Fleet

extension RuntimeInterface {
    /// What each instance calls itself, by its place: the same by a socket and by TCP. Those that do not say
    /// are left out.
    func identities() async -> [String: String] {
        var identities: [String: String] = [:]
        for place in places {
            guard
                let bytes = try? await sockets.ask(
                    "show info", at: place, limit: 1 << 16, timeout: timeout)
            else { continue }
            identities["\(place)"] = Self.identity(bytes)
        }
        return identities
    }

    /// Out of the answer to `show info` (management guide, section 9.3): the node, which is the host unless it
    /// is configured, the process, and, where it is told, when that was started. A process alone is no name:
    /// in a container it is often the same.
    static func identity(_ bytes: [UInt8]) -> String? {
        var told: [String: String] = [:]
        for line in bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
            let words = CleanText.clean(String(decoding: line, as: UTF8.self), limit: 120)
                .split(separator: ":", maxSplits: 1)
            guard words.count == 2 else { continue }
            told[words[0].lowercased()] = words[1].split(separator: " ").joined(separator: " ")
        }
        guard let node = told["node"], !node.isEmpty, let process = told["pid"], !process.isEmpty
        else { return nil }
        return ([node, process] + [told["start_time_sec"]].compactMap { $0 }).joined(separator: " ")
    }
}
