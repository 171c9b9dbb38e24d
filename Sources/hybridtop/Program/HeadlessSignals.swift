import Dispatch
import Glibc

/// Signals to a program without a screen: SIGHUP opens the files anew, SIGTERM and SIGINT end it as the
/// end of its time would, where SIGTERM has no meaning of its own.
final class HeadlessSignals {
    private let sources: [any DispatchSourceSignal]

    /// Listens for as long as the object lives.
    init(
        reopen: @escaping @Sendable () -> Void, terminate: (@Sendable () -> Void)? = nil,
        end: @escaping @Sendable () -> Void
    ) {
        sources = [(SIGHUP, reopen), (SIGTERM, terminate ?? end), (SIGINT, end)].map {
            number, handler in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: handler)
            source.resume()
            return source
        }
    }

    deinit { for source in sources { source.cancel() } }
}
