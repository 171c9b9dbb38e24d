package import Collector
package import Fleet
import FoundationEssentials

/// What an AWS service's refusal means.
package enum AWSFailure {
    /// The failure behind an answer that is not 200. Services answer with JSON, XML or, from a proxy or
    /// a stand-in, HTML.
    package static func decode(_ response: HTTPResponse, operation: String) -> SourceFailure {
        let (code, message) = codeAndMessage(response)
        let said = CleanText.clean(message.isEmpty ? code : message, limit: 200)
        let retry = response.header("Retry-After").flatMap { Int($0) }.map { Duration.seconds($0) }
        switch code {
        case "Throttling", "ThrottlingException", "TooManyRequestsException",
            "RequestLimitExceeded", "ThrottledException":
            return SourceFailure(
                .throttled, "AWS throttles \(operation).",
                nextStep: "Raise the interval, or ask for a higher quota.", retryAfter: retry)
        case "ExpiredToken", "ExpiredTokenException":
            return SourceFailure(
                .loginExpired, "The AWS session token has expired.",
                nextStep: "Log in again, for example: aws sso login")
        case "RequestExpired", "InvalidSignatureException", "SignatureDoesNotMatch",
            "RequestTimeTooSkewed":
            return SourceFailure(
                .unauthorized, "AWS does not accept the signature: \(said)",
                nextStep: "Check the secret key and this machine's clock.")
        case "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId",
            "MissingAuthenticationToken":
            return SourceFailure(
                .unauthorized, "AWS does not know the access key: \(said)",
                nextStep: "Check which credentials are in use: aws sts get-caller-identity")
        case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation":
            return SourceFailure(
                .forbidden, "Not allowed: \(said)",
                nextStep: "Grant \(operation) to the credentials in use.")
        default:
            return byStatus(response.status, code, said, operation, retry)
        }
    }

    private static func byStatus(
        _ status: Int, _ code: String, _ said: String, _ operation: String, _ retry: Duration?
    ) -> SourceFailure {
        let text = "\(operation): HTTP \(status)\(code.isEmpty ? "" : " \(code)")"
        let sentence = said.isEmpty || said == code ? "\(text)." : "\(text): \(said)"
        switch status {
        case 401: return SourceFailure(.unauthorized, sentence)
        case 403: return SourceFailure(.forbidden, sentence)
        case 404: return SourceFailure(.notFound, sentence)
        case 429: return SourceFailure(.throttled, sentence, retryAfter: retry)
        case 500...: return SourceFailure(.serverError, sentence, retryAfter: retry)
        default: return SourceFailure(.unsupported, sentence)
        }
    }

    private struct Body: Decodable {
        let __type: String?
        let message: String?
        let Message: String?
    }

    private static func codeAndMessage(_ response: HTTPResponse) -> (code: String, message: String)
    {
        let body = try? JSONDecoder().decode(Body.self, from: Data(response.body.prefix(1 << 16)))
        let code = body?.__type ?? response.header("x-amzn-errortype")
        if let code {
            let plain = code.split(separator: "#").last.map(String.init) ?? code
            let name = plain.split(separator: ":").first.map(String.init) ?? plain
            return (CleanText.clean(name, limit: 80), body?.message ?? body?.Message ?? "")
        }
        let text = String(decoding: response.body.prefix(1 << 14), as: UTF8.self)
        guard text.contains("<Code>") else { return ("", "") }
        return (element("Code", text), element("Message", text))
    }

    private static func element(_ name: String, _ text: String) -> String {
        guard let start = text.firstRange(of: "<\(name)>"),
            let end = text[start.upperBound...].firstRange(of: "</\(name)>")
        else { return "" }
        return CleanText.clean(String(text[start.upperBound..<end.lowerBound]), limit: 200)
    }
}
