import Collector
import Fleet
import Foundation
import Support

@testable import Providers

/// Runs commands here, with the stand-in nvidia-smi of the fixtures first on the PATH.
struct LocalShell: CommandTransport {
    var environment: [String: String] = [:]

    func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput {
        let path = Tools.fixtures.appendingPathComponent("bin").path
        var variables = environment
        variables["PATH"] = "\(path):/usr/bin:/bin"
        variables.merge(command.environment) { _, new in new }
        do {
            let outcome = try Tools.run(
                [command.executable] + command.arguments, environment: variables)
            return CommandOutput(
                status: .exited(Int(outcome.status)), output: Array(outcome.output.utf8),
                errors: outcome.errors)
        } catch {
            throw SourceFailure(.commandFailed, "it could not be started")
        }
    }

    func stream(_ command: Command, to descriptor: Int32) async throws(SourceFailure) -> (
        status: CommandStatus, errors: String
    ) {
        throw SourceFailure(.unsupported, "no streams here")
    }
}

/// HTTP that nothing here asks for.
struct NoHTTP: HTTPTransport {
    func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        throw SourceFailure(.unreachable, "no network here")
    }

    func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
        throw SourceFailure(.unreachable, "no network here")
    }
}

/// A clock that stands still.
struct FixedClock: FleetClock {
    func now() -> Instant {
        Instant(
            wall: WallTime(seconds: 1_772_366_400), monotonic: MonotonicTime(nanoseconds: 1 << 40))
    }
}

/// A provider of this machine whose nvidia-smi is the stand-in in a mode.
func provider(
    _ environment: [String: String] = [:], values: [String: SettingValue] = [:]
) throws -> NvidiaSMIProvider {
    try NvidiaSMIProvider(
        ProviderSettings(
            provider: "nvidia-smi", name: "gpu-a01", interval: .seconds(1), deadline: .seconds(5),
            values: values),
        transports: Transports(
            http: NoHTTP(), commands: LocalShell(environment: environment), clock: FixedClock(),
            environment: [:]))
}

/// A fixture's bytes.
func fixture(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Tools.fixtures.appendingPathComponent("nvidia-smi/\(name)")))
}
