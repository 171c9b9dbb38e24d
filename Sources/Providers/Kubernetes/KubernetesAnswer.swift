import Collector
import Fleet
import FoundationEssentials

/// What the API server answered, whatever the status.
struct KubernetesAnswer: Sendable {
    /// What was asked.
    var request: KubernetesRequest
    /// The HTTP status.
    var code: Int
    var body: [UInt8]
    /// How long it asks to be left alone, by header or by its words.
    var retryAfter: Duration?
    /// Why not; `nil` where it said something else.
    var status: KubernetesStatus?
    private let redaction: Redaction

    init(_ request: KubernetesRequest, _ response: HTTPResponse, _ redaction: Redaction) {
        self.request = request
        self.redaction = redaction
        code = response.status
        body = response.body
        status = (200..<300).contains(code) ? nil : KubernetesStatus.read(response.body)
        let header = response.header("Retry-After").flatMap { Int($0) }
        retryAfter = (header ?? status?.details?.retryAfterSeconds).flatMap { seconds in
            seconds >= 0 ? .seconds(min(seconds, 3600)) : nil
        }
    }

    var isSuccess: Bool { (200..<300).contains(code) }

    /// `Conflict`, `NotFound`...; empty where it said none.
    var reason: String { status?.reason ?? "" }

    /// What it said, cleaned and without secrets; empty for nothing.
    var sentence: String {
        if let status { return redaction.cleared(status.sentence) }
        let begin = String(decoding: body.prefix(400), as: UTF8.self)
        return KubeText.said(redaction.cleared(begin), limit: 120)
    }

    /// The failure behind a status that is none of success; `nil` for success.
    var failure: SourceFailure? {
        guard !isSuccess else { return nil }
        let said = sentence
        let text = "\(request.title): HTTP \(code)" + (said.isEmpty ? "" : ": \(said)")
        switch code {
        case 401:
            return SourceFailure(
                .unauthorized, text, nextStep: "Log in again: the credentials are not accepted.")
        case 403:
            return SourceFailure(
                .forbidden, text, nextStep: "Ask for the right to \(request.right.sentence).")
        case 404:
            return SourceFailure(
                .notFound, text, nextStep: "Check the server of the kubeconfig, and its version.")
        case 410: return SourceFailure(.notFound, text)
        case 408, 504: return SourceFailure(.timedOut, text)
        case 429: return SourceFailure(.throttled, text, retryAfter: retryAfter)
        case 300..<400:
            return SourceFailure(
                .malformed, "\(text): a redirect, which an API server does not send",
                nextStep: "Check the server of the kubeconfig.")
        case 500...: return SourceFailure(.serverError, text, retryAfter: retryAfter)
        default: return SourceFailure(.malformed, text)
        }
    }

    /// The object in it. Throws ``failure``, or that it is none.
    func object<Object: Decodable>(_ type: Object.Type) throws(SourceFailure) -> Object {
        if let failure { throw failure }
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            let begin = KubeText.said(
                redaction.cleared(String(decoding: body.prefix(200), as: UTF8.self)), limit: 80)
            let isCut = body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") && !endsWhole
            let what =
                body.isEmpty
                ? "nothing"
                : isCut ? "JSON that breaks off" : "what is no answer of Kubernetes: \(begin)"
            throw SourceFailure(
                .malformed, "\(request.title) answered with \(what).",
                nextStep: isCut ? "" : "Check the server of the kubeconfig.")
        }
    }

    private var endsWhole: Bool { body.last(where: { $0 > 0x20 }) == UInt8(ascii: "}") }
}
