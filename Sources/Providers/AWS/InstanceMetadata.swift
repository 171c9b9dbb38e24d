package import Collector
package import Fleet
import FoundationEssentials

/// Credentials of the machine's own role, from the EC2 instance metadata service, version 2 (a session
/// token first, then the role's keys).
package struct InstanceMetadata: Sendable {
    private let transports: Transports
    private let base: String

    /// The service at its usual address, or where the environment says.
    package init(transports: Transports) {
        self.transports = transports
        base =
            transports.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? "http://169.254.169.254"
    }

    /// The role's credentials.
    package func credentials() async throws(SourceFailure) -> AWSCredentials {
        let token = try await text(
            "PUT", "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "21600"))
        let header = ("X-aws-ec2-metadata-token", token)
        let folder = "/latest/meta-data/iam/security-credentials/"
        let roles = try await text("GET", folder, header)
        guard let role = roles.split(whereSeparator: \.isNewline).first, role.count < 128 else {
            throw AWSCredentialChain.nothingFound
        }
        let body = try await text("GET", folder + PercentEncoding.encode(String(role)), header)
        guard let keys = try? JSONDecoder().decode(Keys.self, from: Data(body.utf8)) else {
            throw SourceFailure(.malformed, "Instance metadata gave no credentials for its role.")
        }
        return AWSCredentials(
            accessKey: keys.AccessKeyId, secretKey: Secret(keys.SecretAccessKey),
            sessionToken: keys.Token.map { Secret($0) },
            expiry: keys.Expiration.flatMap(AWSTime.parse))
    }

    private struct Keys: Decodable {
        let AccessKeyId: String
        let SecretAccessKey: String
        let Token: String?
        let Expiration: String?
    }

    private func text(
        _ method: String, _ path: String, _ header: (String, String)
    ) async throws(SourceFailure) -> String {
        let response: HTTPResponse
        do {
            response = try await transports.http.send(
                HTTPRequest(
                    method, url: base + path, headers: [header], limit: 1 << 16,
                    followsRedirects: false))
        } catch {
            throw error.kind == .cancelled ? error : AWSCredentialChain.nothingFound
        }
        guard response.status == 200 else { throw AWSCredentialChain.nothingFound }
        return String(decoding: response.body, as: UTF8.self)
    }
}
