import Collector
import Fleet

/// Asks an inference server whether it is healthy, beside its metrics: a dead engine may still answer
/// the metrics page.
struct HealthCheck: Sendable {
    /// Where to ask.
    private enum Target: Hashable {
        case none
        case url(String)
        /// The path that the recognised server is known for, where the metrics are at this URL.
        case serversOwn(metrics: String)
    }

    /// What was found.
    struct Finding: Sendable, Hashable {
        var state: EndpointState
        /// Why it does not serve.
        var failure: SourceFailure?
    }

    private let target: Target

    /// A check by its setting: a URL, a path on the metrics page's port, `none`, or nothing for what
    /// the recognised server is known for.
    init(setting: String?, url: String) throws(SettingError) {
        switch setting {
        case nil: target = .serversOwn(metrics: url)
        case "none": target = .none
        case .some(let text) where text.hasPrefix("/"):
            target = .url((HTTPAddress.origin(url) ?? "") + text)
        case .some(let text)
        where HTTPAddress.origin(text) != nil && !HTTPAddress.hasUser(text)
            && (1...65535).contains(HTTPAddress.port(text) ?? 0):
            target = .url(text)
        case .some:
            throw SettingError(key: "health", message: "a path, a URL, or none is expected")
        }
    }

    /// What the server says about itself. Unknown where it has no such check; failures to ask are
    /// an answer too: a server whose check does not answer does not serve.
    func state(
        _ recipe: ServerRecipe?, access: HTTPAccess, http: any HTTPTransport, timeout: Duration
    ) async throws(SourceFailure) -> Finding {
        guard let recipe, let url = address(recipe), timeout > .zero else {
            return Finding(state: .unknown)
        }
        let request = access.request(url: url, accept: "*/*", limit: 1 << 20, timeout: timeout)
        do throws(SourceFailure) {
            let response = try await http.send(request)
            let state = Self.state(response.status, recipe)
            let failure = state == .failed ? HTTPFailure.of(response, access.redaction) : nil
            return Finding(state: state, failure: failure)
        } catch {
            if error.kind == .cancelled { throw error }
            // Nobody at a port that was only guessed says nothing.
            if isGuess(recipe) { return Finding(state: .unknown) }
            return Finding(state: .failed, failure: access.redaction.cleared(error))
        }
    }

    private static func state(_ status: Int, _ recipe: ServerRecipe) -> EndpointState {
        switch status {
        case 200..<300: .serving
        case 503: recipe.unhealthy
        case 500...: .failed
        default: .unknown
        }
    }

    private func address(_ recipe: ServerRecipe) -> String? {
        switch target {
        case .none: return nil
        case .url(let url): return url
        case .serversOwn(let metrics):
            guard let path = recipe.healthPath else { return nil }
            guard let ports = recipe.ports else {
                return HTTPAddress.origin(metrics).map { $0 + path }
            }
            guard HTTPAddress.port(metrics) == ports.metrics else { return nil }
            return HTTPAddress.origin(metrics, port: ports.health).map { $0 + path }
        }
    }

    private func isGuess(_ recipe: ServerRecipe) -> Bool {
        if case .serversOwn = target { recipe.ports != nil } else { false }
    }
}
