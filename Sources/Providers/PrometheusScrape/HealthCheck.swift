import Collector
import Fleet

/// Asks an inference server whether it is healthy, beside its metrics: a dead engine may still answer
/// the metrics page.
struct HealthCheck: Sendable {
    /// Where to ask.
    private enum Target: Hashable {
        case none
        case url(String)
        /// The path that the recognised server is known for.
        case serversOwn(origin: String)
    }

    private let target: Target

    /// A check by its setting: a URL, a path on the metrics page's port, `none`, or nothing for what
    /// the recognised server is known for.
    init(setting: String?, url: String) throws(SettingError) {
        let origin = HTTPAddress.origin(url) ?? ""
        switch setting {
        case nil: target = .serversOwn(origin: origin)
        case "none": target = .none
        case .some(let text) where text.hasPrefix("/"): target = .url(origin + text)
        case .some(let text) where HTTPAddress.origin(text) != nil: target = .url(text)
        case .some:
            throw SettingError(key: "health", message: "a path, a URL, or none is expected")
        }
    }

    /// What the server says about itself. Unknown where it has no such check; failures to ask are
    /// an answer too: a server whose check does not answer does not serve.
    func state(
        _ recipe: ServerRecipe?, access: HTTPAccess, http: any HTTPTransport
    ) async -> EndpointState {
        guard let recipe, let url = address(recipe) else { return .unknown }
        let request = access.request(url: url, accept: "*/*", limit: 1 << 20)
        do throws(SourceFailure) {
            let response = try await http.send(request)
            switch response.status {
            case 200..<300: return .serving
            case 503: return recipe.unhealthy
            case 500...: return .failed
            default: return .unknown
            }
        } catch {
            return error.kind == .cancelled ? .unknown : .failed
        }
    }

    private func address(_ recipe: ServerRecipe) -> String? {
        switch target {
        case .none: nil
        case .url(let url): url
        case .serversOwn(let origin): recipe.healthPath.map { origin + $0 }
        }
    }
}
