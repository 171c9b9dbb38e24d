import Collector
import Fleet

/// HAProxy's runtime interface: a line each connection; the answer ends with the connection. An empty
/// answer is success, any text an error (management guide, section 9.3).
struct RuntimeInterface: Sendable {
    /// One an instance.
    let places: [SocketPlace]
    let sockets: any SocketTransport
    let timeout: Duration

    /// What one instance says.
    struct Report: Sendable {
        var place: SocketPlace
        var rows: [ServerRow]
        var bytes: Int
    }

    /// The statistics of every instance, side by side. One that does not answer fails it as a whole: a
    /// router of which half is not seen is not known.
    func statistics() async throws(SourceFailure) -> [Report] { try await statistics(places) }

    private func statistics(_ places: [SocketPlace]) async throws(SourceFailure) -> [Report] {
        var reports: [Report] = []
        for place in places {
            // Backends (2) and servers (4) alone.
            let bytes = try await sockets.ask(
                "show stat -1 6 -1", at: place, limit: 16 << 20, timeout: timeout)
            reports.append(
                Report(place: place, rows: try ServerRow.decode(bytes), bytes: bytes.count))
        }
        return reports
    }

    /// The same of those that steps are about, and of no other: on the way back one that is dead is left
    /// out.
    func statistics(of steps: [ActionStep]) async throws(SourceFailure) -> [Report] {
        let meant = Set(steps.map(\.request.place))
        return try await statistics(places.filter { meant.contains("\($0)") })
    }

    /// The same of all instances. Where one is dead that no step is about, those that they are about: on a
    /// way back from what it has refused it is not asked.
    func statistics(toProve steps: [ActionStep]) async throws(SourceFailure) -> [Report] {
        do throws(SourceFailure) { return try await statistics() } catch {
            return try await statistics(of: steps)
        }
    }

    /// What an instance lets us do: `admin`, `operator` or `user`.
    func level(_ place: SocketPlace) async throws(SourceFailure) -> String {
        let bytes = try await sockets.ask(
            "show cli level", at: place, limit: 1 << 16, timeout: timeout)
        let text = CleanText.clean(String(decoding: bytes, as: UTF8.self), limit: 80)
        return text.split(separator: " ").joined(separator: " ")
    }

    /// Has one thing changed.
    func change(_ line: String, at place: SocketPlace) async -> ActionAnswer {
        do throws(SourceFailure) {
            let bytes = try await sockets.ask(line, at: place, limit: 1 << 16, timeout: timeout)
            let text = CleanText.clean(String(decoding: bytes, as: UTF8.self), limit: 200)
                .split(separator: " ").joined(separator: " ")
            return text.isEmpty ? .accepted : .rejected("\(place): \(text)")
        } catch {
            switch error.kind {
            case .refused, .unreachable, .nameNotFound, .permission, .notConfigured:
                return .rejected("nothing was sent: \(error.message)")
            default: return .lost(error.message)
            }
        }
    }
}
