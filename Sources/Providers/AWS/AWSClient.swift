package import Collector
package import Fleet
import FoundationEssentials

/// Calls operations of AWS services that speak JSON, and turns their errors into one sentence each.
package struct AWSClient: Sendable {
    /// Part of host names and of signatures.
    package let region: String
    /// Where its keys come from.
    package let chain: AWSCredentialChain
    let transports: Transports
    /// A configured endpoint that replaces every service's own.
    private let endpoint: String?

    /// A client for one region.
    package init(
        region: String, profile: String?, endpoint: String?, transports: Transports
    ) {
        self.region = region
        self.transports = transports
        self.endpoint = endpoint
        chain = AWSCredentialChain(profile: profile, transports: transports)
    }

    /// One service: where it is and how it wants to be spoken to.
    package struct Service: Sendable {
        /// The name in signatures.
        package var signingName: String
        /// The host's first part: `api.sagemaker`, `monitoring`.
        package var hostPrefix: String
        /// Before the operation in `X-Amz-Target`.
        package var target: String
        /// `1.0` or `1.1`.
        package var version: String
        /// The suffix of `AWS_ENDPOINT_URL_`.
        package var environmentName: String

        /// Amazon SageMaker (service model 2017-07-24).
        package static let sageMaker = Service(
            signingName: "sagemaker", hostPrefix: "api.sagemaker", target: "SageMaker",
            version: "1.1", environmentName: "SAGEMAKER")
        /// Amazon CloudWatch (service model 2010-08-01).
        package static let cloudWatch = Service(
            signingName: "monitoring", hostPrefix: "monitoring",
            target: "GraniteServiceVersion20100801", version: "1.0", environmentName: "CLOUDWATCH")
        /// Application Auto Scaling (service model 2016-02-06).
        package static let autoScaling = Service(
            signingName: "application-autoscaling", hostPrefix: "application-autoscaling",
            target: "AnyScaleFrontendService", version: "1.1",
            environmentName: "APPLICATION_AUTO_SCALING")
    }

    /// Calls an operation once; `bytes` is the size of its answer.
    package func call<Input: Encodable, Output: Decodable>(
        _ service: Service, _ operation: String, _ input: Input, as type: Output.Type
    ) async throws(SourceFailure) -> (output: Output, bytes: Int) {
        let credentials = try await chain.credentials()
        guard let body = try? JSONEncoder().encode(input) else {
            throw SourceFailure(
                .malformed, "The request for \(operation) cannot be written as JSON.")
        }
        let request = try makeRequest(service, operation, Array(body), credentials)
        let response = try await transports.http.send(request)
        guard response.status == 200 else {
            throw await failure(response, service, operation, credentials)
        }
        do {
            let output = try JSONDecoder().decode(type, from: Data(response.body))
            return (output, response.body.count)
        } catch {
            throw SourceFailure(
                .malformed, "\(operation) answered with something else than its JSON.")
        }
    }

    /// What a refusal means. Keys that are not taken any more are asked for anew next time.
    func failure(
        _ response: HTTPResponse, _ service: Service, _ operation: String,
        _ credentials: AWSCredentials
    ) async -> SourceFailure {
        // A refused signature is explained with the request that was signed, token and all.
        let secrets = [credentials.secretKey, credentials.sessionToken].compactMap(\.self)
        let name = "\(service.signingName):\(operation)"
        let failure = Redaction(secrets.map { $0.reveal() })
            .cleared(AWSFailure.decode(response, operation: name))
        if failure.kind == .unauthorized || failure.kind == .loginExpired {
            await chain.forget()
        }
        return failure
    }

    func makeRequest(
        _ service: Service, _ operation: String, _ body: [UInt8], _ credentials: AWSCredentials
    ) throws(SourceFailure) -> HTTPRequest {
        let base = url(of: service)
        guard let host = Self.host(of: base) else {
            throw SourceFailure(
                .notConfigured, "\(CleanText.clean(base)) is not a URL of an endpoint.")
        }
        let own = [
            (name: "Content-Type", value: "application/x-amz-json-\(service.version)"),
            (name: "X-Amz-Target", value: "\(service.target).\(operation)"),
        ]
        let signer = SignatureV4(
            credentials: credentials, region: region, service: service.signingName)
        let signed = signer.headers(
            for: .init(method: "POST", host: host, path: "/", headers: own, body: body),
            at: transports.clock.now().wall)
        return HTTPRequest(
            "POST", url: base + "/", headers: own + signed, body: body,
            followsRedirects: false)
    }

    /// The base URL of a service, without a slash at the end.
    package func url(of service: Service) -> String {
        let environment = transports.environment
        let isIgnored = environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() == "true"
        let found =
            endpoint
            ?? (isIgnored ? nil : environment["AWS_ENDPOINT_URL_\(service.environmentName)"])
            ?? (isIgnored ? nil : environment["AWS_ENDPOINT_URL"])
        let suffix = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        var url = found ?? "https://\(service.hostPrefix).\(region).\(suffix)"
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }

    private static func host(of url: String) -> String? {
        let pattern = /^https?:\/\/([A-Za-z0-9.\-]+|\[[0-9A-Fa-f:]+\])(?::(\d+))?$/
        guard let match = url.wholeMatch(of: pattern)?.output else { return nil }
        let isDefault = url.hasPrefix("https") ? match.2 == "443" : match.2 == "80"
        return match.2.map { isDefault ? String(match.1) : "\(match.1):\($0)" } ?? String(match.1)
    }
}
