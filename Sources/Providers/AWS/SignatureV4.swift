import Crypto
package import Fleet

/// Signs requests as AWS Signature Version 4 asks ("Signature Version 4 signing process", and
/// botocore's `auth.py`, against which it is tested).
package struct SignatureV4: Sendable {
    /// What is signed with.
    package var credentials: AWSCredentials
    /// Part of what is signed.
    package var region: String
    /// The signing name: `sagemaker`, `monitoring`, `sts`...
    package var service: String

    /// A signer for one service in one region.
    package init(credentials: AWSCredentials, region: String, service: String) {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// A request as far as it is signed.
    package struct Request: Sendable {
        /// `GET`, `POST`: upper case.
        package var method: String
        /// Host, with the port where it is not the scheme's own.
        package var host: String
        /// The path as it goes on the wire, percent-encoded.
        package var path: String
        /// Query items, not encoded.
        package var query: [(name: String, value: String)]
        /// Further headers to sign; `Host` and the date are added.
        package var headers: [(name: String, value: String)]
        /// Its hash is signed.
        package var body: [UInt8]

        /// A request to sign.
        package init(
            method: String, host: String, path: String, query: [(name: String, value: String)] = [],
            headers: [(name: String, value: String)] = [], body: [UInt8] = []
        ) {
            self.method = method
            self.host = host
            self.path = path
            self.query = query
            self.headers = headers
            self.body = body
        }
    }

    /// The headers to send beside the request's own: date, token and authorization.
    package func headers(
        for request: Request, at time: WallTime
    ) -> [(name: String, value: String)] {
        let stamp = AWSTime.stamp(time)
        var added: [(name: String, value: String)] = [("X-Amz-Date", stamp)]
        if let token = credentials.sessionToken {
            added.append(("X-Amz-Security-Token", token.reveal()))
        }
        let signed = canonicalHeaders(request.headers + added + [("Host", request.host)])
        let names = signed.map(\.name).joined(separator: ";")
        let canonical = [
            request.method, canonicalPath(request.path), canonicalQuery(request.query),
            signed.map { "\($0.name):\($0.value)\n" }.joined(), names,
            Self.hex(SHA256.hash(data: request.body)),
        ].joined(separator: "\n")
        let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
        let text = [
            "AWS4-HMAC-SHA256", stamp, scope, Self.hex(SHA256.hash(data: Array(canonical.utf8))),
        ].joined(separator: "\n")
        let signature = Self.hex(Self.mac(Array(text.utf8), key: key(day: String(stamp.prefix(8)))))
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope), "
            + "SignedHeaders=\(names), Signature=\(signature)"
        return added + [("Authorization", authorization)]
    }

    private func key(day: String) -> [UInt8] {
        let start = Array("AWS4\(credentials.secretKey.reveal())".utf8)
        return [day, region, service, "aws4_request"].reduce(start) { key, part in
            Self.mac(Array(part.utf8), key: key)
        }
    }

    private func canonicalHeaders(
        _ headers: [(name: String, value: String)]
    ) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for (name, value) in headers {
            let words = value.split(whereSeparator: { $0 == " " || $0 == "\t" })
            values[name.lowercased(), default: []].append(words.joined(separator: " "))
        }
        return values.keys.sorted().map { ($0, (values[$0] ?? []).joined(separator: ",")) }
    }

    /// Dot segments and double slashes removed, and what is on the wire encoded once more.
    private func canonicalPath(_ path: String) -> String {
        var segments: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        for part in parts {
            if part == "." { continue }
            if part == ".." { _ = segments.popLast() } else { segments.append(part) }
        }
        let isFolder = path.hasSuffix("/") && !segments.isEmpty
        let clean = "/" + segments.joined(separator: "/") + (isFolder ? "/" : "")
        return PercentEncoding.encode(clean, keepingSlashes: true)
    }

    private func canonicalQuery(_ query: [(name: String, value: String)]) -> String {
        query.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            .map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
    }

    private static func mac(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// Percent-encoding as AWS does it: everything but unreserved characters, space as `%20`.
package enum PercentEncoding {
    /// The text, encoded; slashes too unless they are to be kept.
    package static func encode(_ text: String, keepingSlashes: Bool = false) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                result.append(byte)
            case UInt8(ascii: "/") where keepingSlashes:
                result.append(byte)
            default:
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
