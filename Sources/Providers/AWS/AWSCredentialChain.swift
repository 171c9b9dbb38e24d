package import Collector
package import Fleet
import FoundationEssentials

/// Where credentials come from, in botocore's order as far as it is supported: environment, profile,
/// instance metadata (IMDSv2). A profile that is asked for by name leaves the environment out.
package actor AWSCredentialChain {
    private let profile: String?
    private let transports: Transports
    private var cached: AWSCredentials?

    /// A chain; `profile` is the configured one.
    package init(profile: String?, transports: Transports) {
        self.profile = profile
        self.transports = transports
    }

    /// Credentials that are good for at least some minutes.
    package func credentials() async throws(SourceFailure) -> AWSCredentials {
        if let cached, !cached.isDue(at: transports.clock.now().wall) { return cached }
        let found = try await resolve()
        cached = found
        return found
    }

    /// Drops what is cached, after the service has refused it.
    package func forget() { cached = nil }

    private func resolve() async throws(SourceFailure) -> AWSCredentials {
        let environment = transports.environment
        if profile == nil, let found = Self.fromEnvironment(environment) { return found }
        let name = profile ?? environment["AWS_PROFILE"] ?? "default"
        let files = AWSProfileFiles(environment: environment)
        if let found = Self.fromProfile(name, files) { return found }
        if let profile, !files.contains(profile: profile) {
            throw SourceFailure(
                .notConfigured, "There is no AWS profile \"\(profile)\".",
                nextStep: "Run: aws configure --profile \(profile)")
        }
        if let unsupported = Self.unsupported(name, files) { throw unsupported }
        guard environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() != "true" else {
            throw Self.nothingFound
        }
        return try await InstanceMetadata(transports: transports).credentials()
    }

    static let nothingFound = SourceFailure(
        .unauthorized, "No AWS credentials in the environment, a profile or instance metadata.",
        nextStep: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile.")

    private static func fromEnvironment(_ environment: [String: String]) -> AWSCredentials? {
        guard let key = environment["AWS_ACCESS_KEY_ID"], !key.isEmpty,
            let secret = environment["AWS_SECRET_ACCESS_KEY"], !secret.isEmpty
        else { return nil }
        let token = environment["AWS_SESSION_TOKEN"].flatMap { $0.isEmpty ? nil : Secret($0) }
        return AWSCredentials(accessKey: key, secretKey: Secret(secret), sessionToken: token)
    }

    private static func fromProfile(_ name: String, _ files: AWSProfileFiles) -> AWSCredentials? {
        guard let key = files.value("aws_access_key_id", profile: name),
            let secret = files.value("aws_secret_access_key", profile: name)
        else { return nil }
        let token = files.value("aws_session_token", profile: name).map { Secret($0) }
        return AWSCredentials(accessKey: key, secretKey: Secret(secret), sessionToken: token)
    }

    /// A profile that needs something we cannot do yet says so, instead of looking empty.
    private static func unsupported(_ name: String, _ files: AWSProfileFiles) -> SourceFailure? {
        let keys = ["role_arn", "sso_session", "sso_start_url", "credential_process"]
        guard let key = keys.first(where: { files.value($0, profile: name) != nil }) else {
            return nil
        }
        return SourceFailure(
            .notConfigured, "AWS profile \"\(name)\" uses \(key), which is not supported yet.",
            nextStep:
                "Run: eval \"$(aws configure export-credentials --profile \(name) --format env)\"")
    }
}
