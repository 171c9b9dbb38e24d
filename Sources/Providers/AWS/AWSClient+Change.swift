import Collector
package import Fleet

extension AWSClient {
    /// Has something changed by an operation, once: what is sent is `body`, to the byte. Whatever may
    /// have been taken without our hearing of it is ``ActionAnswer/lost(_:)``.
    package func change(
        _ service: Service, _ operation: String, _ body: [UInt8], within limit: Duration
    ) async -> ActionAnswer {
        let credentials: AWSCredentials
        var request: HTTPRequest
        do throws(SourceFailure) {
            credentials = try await chain.credentials()
            request = try makeRequest(service, operation, body, credentials)
        } catch { return .rejected("nothing was sent: \(Self.sentence(error))") }
        request.timeout = limit
        let response: HTTPResponse
        do throws(SourceFailure) {
            response = try await transports.http.send(request)
        } catch { return Self.answer(error) }
        if response.status == 200 { return Self.answer(response, operation) }
        let failure = await failure(response, service, operation, credentials)
        return switch failure.kind {
        // A service that fails may have begun.
        case .serverError: .lost(failure.message)
        // One that is asked too much has not.
        case .throttled: .deferred(failure.message)
        default: .rejected(Self.sentence(failure))
        }
    }

    /// What never got there has changed nothing; of the rest nobody knows. TLS may fail after the request
    /// went out as well as before.
    private static func answer(_ failure: SourceFailure) -> ActionAnswer {
        switch failure.kind {
        case .refused, .nameNotFound, .notConfigured:
            .rejected("nothing was sent: \(failure.message)")
        default: .lost(failure.message)
        }
    }

    /// A page of somebody in between is no answer of the service.
    private static func answer(_ response: HTTPResponse, _ operation: String) -> ActionAnswer {
        response.body.first { $0 > 0x20 } == UInt8(ascii: "{")
            ? .accepted : .lost("\(operation) answered with something else than its JSON.")
    }

    private static func sentence(_ failure: SourceFailure) -> String {
        failure.nextStep.isEmpty ? failure.message : "\(failure.message) \(failure.nextStep)"
    }
}
