import Fleet
import FoundationEssentials

/// Secrets as the configuration names them: `env:NAME`, `file:PATH`, or the text itself.
enum SecretText {
    /// Why a secret cannot be had; never says what it is.
    struct Problem: Error {
        let message: String
    }

    /// A file of more than this is no secret.
    private static let limit = 64 << 10

    /// The secret that a text names.
    static func resolve(_ text: String, _ surroundings: Surroundings) throws(Problem) -> Secret {
        if text.hasPrefix("env:") {
            let name = String(text.dropFirst(4))
            guard let value = surroundings.environment[name] else {
                throw Problem(message: "the environment has no variable `\(name)`")
            }
            guard !value.isEmpty else { throw Problem(message: "the variable `\(name)` is empty") }
            return Secret(value)
        }
        if text.hasPrefix("file:") {
            return try read(surroundings.resolve(String(text.dropFirst(5))))
        }
        guard !text.isEmpty else { throw Problem(message: "found an empty text") }
        return Secret(text)
    }

    private static func read(_ path: String) throws(Problem) -> Secret {
        let data: Data
        do throws(FileText.Problem) {
            data = try FileText.read(path, limit: limit)
        } catch {
            throw Problem(message: error.message)
        }
        var text = String(decoding: data, as: UTF8.self)
        while text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty else { throw Problem(message: "the file `\(path)` is empty") }
        return Secret(text)
    }
}
