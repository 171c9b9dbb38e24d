import AsyncHTTPClient
import Fleet
import Glibc
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

/// What happened below HTTP, by its name.
enum HTTPTransportFailure {
    static func decode(_ error: any Error, url: String) -> SourceFailure {
        let place = CleanText.clean(withoutSecrets(url), limit: 120)
        switch error {
        case is CancellationError: return SourceFailure(.cancelled, "The request was ended.")
        case let error as HTTPClientError: return decode(error, place)
        case let error as NIOConnectionError: return decode(error, place)
        case let error as IOError: return decode(error, place)
        case HTTPParserError.invalidEOFState:
            return SourceFailure(.connectionLost, "\(place) closed the connection in its answer.")
        case let error as HTTPParserError:
            return SourceFailure(.malformed, "\(place) does not speak HTTP (\(error)).")
        case NIOHTTPDecompression.DecompressionError.limit:
            return SourceFailure(
                .tooLarge, "\(place) sends what unpacks to over a hundred times its size.")
        case is NIOHTTPDecompression.DecompressionError,
            is NIOHTTPDecompression.ExtraDecompressionError:
            return SourceFailure(.malformed, "\(place) sends what cannot be unpacked.")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            return SourceFailure(
                .tlsFailed, "TLS with \(place) failed: \(TLSReason.of("\(error)")).",
                nextStep: TLSReason.step("\(error)"))
        default:
            // Nobody knows whether the request was out by then.
            return SourceFailure(
                .connectionLost, "\(place): \(CleanText.clean("\(error)", limit: 160)).")
        }
    }

    private static func decode(_ error: HTTPClientError, _ place: String) -> SourceFailure {
        switch error {
        case .connectTimeout, .readTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout:
            SourceFailure(
                .timedOut, "\(place) does not answer.",
                nextStep: "Is it up, and does a firewall let us through?")
        case .cancelled: SourceFailure(.cancelled, "The request was ended.")
        case .remoteConnectionClosed:
            SourceFailure(.connectionLost, "\(place) closed the connection without an answer.")
        case .redirectLimitReached, .redirectCycleDetected:
            SourceFailure(
                .malformed, "\(place) redirects without end.",
                nextStep: "Check the URL, and where the server sends it on to.")
        case .invalidURL, .emptyHost, .emptyScheme:
            SourceFailure(.notConfigured, "\(place) is not a URL that can be asked.")
        default:
            SourceFailure(
                .malformed, "\(place): \(CleanText.clean(error.description, limit: 160)).")
        }
    }

    private static func decode(_ error: NIOConnectionError, _ place: String) -> SourceFailure {
        if let failure = error.connectionErrors.lazy.map(\.error).first {
            guard let failure = failure as? IOError else { return decode(failure, url: place) }
            return decode(failure, place, isOpen: false)
        }
        return SourceFailure(
            .nameNotFound, "The host of \(place) is not known.",
            nextStep: "Check the name and your resolver.")
    }

    /// `isOpen` is whether there was a connection, over which a request may have gone out.
    private static func decode(
        _ error: IOError, _ place: String, isOpen: Bool = true
    ) -> SourceFailure {
        switch error.errnoCode {
        case ECONNREFUSED:
            SourceFailure(
                .refused, "Nothing listens at \(place).", nextStep: "Is the server running?")
        case ETIMEDOUT: SourceFailure(.timedOut, "\(place) does not answer.")
        case ECONNRESET, EPIPE:
            SourceFailure(.connectionLost, "\(place) closed the connection.")
        case ENOENT: SourceFailure(.refused, "There is no socket at \(place).")
        case EACCES:
            SourceFailure(.permission, "The socket at \(place) may not be used by this user.")
        default:
            SourceFailure(
                isOpen ? .connectionLost : .unreachable,
                "\(place) cannot be reached: \(String(cString: strerror(error.errnoCode))).")
        }
    }

    /// A URL without user, password and query, which may hold secrets.
    private static func withoutSecrets(_ url: String) -> String {
        var text = String(url.prefix { $0 != "?" })
        if let scheme = text.firstRange(of: "://"),
            let at = text[scheme.upperBound...].firstIndex(of: "@"),
            !text[scheme.upperBound..<at].contains("/")
        {
            text.removeSubrange(scheme.upperBound...at)
        }
        return text
    }
}
