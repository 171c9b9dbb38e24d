import Collector
import Fleet

/// One way in which everything outside answers.
struct ContractAnswer: Sendable {
    var name: String
    /// To an HTTP request; `nil`: with the request itself, headers and all.
    var status: Int = 200
    var body: [UInt8] = []
    var echoes = false
    /// What happens below HTTP and instead of a command.
    var failure: SourceFailure?
    /// How a command ends whose output is the body.
    var exit = 0
    /// What a provider that asks by HTTP calls it, where it fails; `nil` where it may judge itself.
    var kind: SourceFailure.Kind?
    /// Numbers that the answer really holds.
    var tells: Set<Double> = []

    /// Every way.
    static let all: [ContractAnswer] = statuses + unreachable + odd

    private static let statuses: [ContractAnswer] =
        [
            (401, SourceFailure.Kind.unauthorized), (403, .forbidden), (404, .notFound),
            (429, .throttled), (500, .serverError), (503, .serverError),
        ].map { status, kind in
            ContractAnswer(
                name: "HTTP \(status)", status: status,
                body: Array("no\u{1b}[31m\u{7} \u{202e}way".utf8),
                exit: 1, kind: kind)
        } + [ContractAnswer(name: "a refusal that echoes", status: 401, echoes: true, exit: 1)]

    private static let unreachable: [ContractAnswer] = [
        SourceFailure.Kind.timedOut, .refused, .unreachable, .nameNotFound, .connectionLost,
        .tlsFailed, .tooLarge,
    ].map { kind in
        ContractAnswer(
            name: "\(kind)", failure: SourceFailure(kind, "It is \(kind.rawValue)."), kind: kind)
    }

    private static let odd: [ContractAnswer] =
        [
            ("nothing", ""), ("blanks", " \n\r\n\t"), ("a word", "what?"), ("a zero", "0"),
            ("an object", "{}"), ("an array", "[]"), ("null", "null"), ("numbers", "[0,0,0]"),
            ("a web page", "<!DOCTYPE html><html><body>Sign in</body></html>"),
            ("commas", ",,,,,,\n,,,,,,\n"), ("a comment", "# HELP up\n# TYPE up gauge\n"),
            ("cut JSON", #"{"status":"success","data":{"resultType":"vector","result":[{"met"#),
            (
                "cut XML",
                "<?xml version=\"1.0\" ?><nvidia_smi_log><gpu id=\"00000000:01:00.0\"><fb_mem"
            ),
            ("an error in JSON", #"{"status":"error","errorType":"x\u0007","error":"y\u001b[2J"}"#),
            ("escapes", "\u{1b}]0;title\u{7}\u{1b}[2J\u{202e}\u{9b}31m"),
            ("deep brackets", String(repeating: "[", count: 50_000)),
            ("deep braces", String(repeating: "{\"a\":", count: 50_000)),
            ("deep elements", String(repeating: "<a>", count: 50_000)),
            ("a long line", String(repeating: "x", count: 1 << 20)),
        ].map { ContractAnswer(name: $0, body: Array($1.utf8)) } + [
            ContractAnswer(name: "echoes", echoes: true),
            ContractAnswer(
                name: "bytes", body: (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 131) }),
            ContractAnswer(name: "zeros", body: [UInt8](repeating: 0, count: 4096)),
            ContractAnswer(
                name: "a cut page",
                body: Array("vllm:num_requests_running{model_name=\"m\"} 12\nvllm:num_requ".utf8),
                tells: [12]),
        ]
}
