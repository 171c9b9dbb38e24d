package import Fleet

/// An HTTP request.
package struct HTTPRequest: Sendable {
    /// `GET`, `POST`: upper case.
    package var method: String
    /// `http`, `https`, or `http+unix` with a percent-encoded path as host.
    package var url: String
    /// In the order in which they are sent; values may be secrets.
    package var headers: [(name: String, value: String)]
    /// Empty for none.
    package var body: [UInt8]
    /// Answers longer than this are a failure (``SourceFailure/Kind/tooLarge``).
    package var limit: Int
    /// For https; nothing else looks at it.
    package var tls: TLSSettings
    /// Whether redirects are followed (up to 3, never from https to http).
    package var followsRedirects: Bool
    /// How long the whole answer may take before it is a failure (``SourceFailure/Kind/timedOut``);
    /// `nil` leaves that to the poll's deadline.
    package var timeout: Duration?

    /// A request; GET by default.
    package init(
        _ method: String = "GET", url: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = [], limit: Int = 16 << 20, tls: TLSSettings = TLSSettings(),
        followsRedirects: Bool = true, timeout: Duration? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limit = limit
        self.tls = tls
        self.followsRedirects = followsRedirects
        self.timeout = timeout
    }
}

/// Whom to trust and as whom to appear.
package struct TLSSettings: Sendable, Hashable {
    /// A PEM file with the private CA to trust instead of the system's.
    package var authorityFile: String?
    /// PEM files of the client certificate and its key.
    package var certificateFile: String?
    /// Its private key, unencrypted.
    package var keyFile: String?
    /// Turns verification off, as the configuration asked.
    package var isUnverified: Bool
    /// The private CA as PEM text, where it comes from elsewhere than a file of its own.
    package var authority: Secret?
    /// The client certificate and its key as PEM text, where they come from elsewhere than files.
    package var identity: TLSIdentity?
    /// The name that the server's certificate has to have, where that is not the URL's.
    package var serverName: String?

    /// The system's trust and no client certificate, unless said otherwise.
    package init(
        authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil,
        isUnverified: Bool = false
    ) {
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.isUnverified = isUnverified
    }
}

/// A client certificate with its key, both as PEM text.
package struct TLSIdentity: Sendable, Hashable {
    /// The certificate, and those of the authorities between it and the root.
    package var chain: Secret
    /// Its private key, unencrypted.
    package var key: Secret

    /// A certificate and the key that belongs to it.
    package init(chain: Secret, key: Secret) {
        self.chain = chain
        self.key = key
    }
}

/// An HTTP answer; any status is one.
package struct HTTPResponse: Sendable {
    /// As sent: 100...599.
    package var status: Int
    /// In order of arrival; names as sent.
    package var headers: [(name: String, value: String)]
    /// Whole and decompressed.
    package var body: [UInt8]

    /// An answer.
    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of a name, in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// Sends HTTP requests. The task's cancellation ends the request.
package protocol HTTPTransport: Sendable {
    /// Sends a request and reads the whole answer. Throws only for what happens below HTTP
    /// (unreachable, refused, TLS, too large), never for a status.
    func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse

    /// When the certificate that a server presents expires. The certificate need not be valid.
    func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime
}
