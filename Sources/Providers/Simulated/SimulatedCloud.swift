import Collector
import Fleet

/// Answers as Amazon's web services would: instance metadata with the keys of a role, SageMaker (JSON
/// 1.1) and CloudWatch (JSON 1.0). What is not signed is refused.
struct SimulatedCloud: Sendable {
    let world: SimulatedWorld
    let time: Double

    /// The answer to a request; `nil` for one that is for somebody else.
    func answer(
        _ request: HTTPRequest, at address: SimulatedAddress
    ) throws(SourceFailure) -> HTTPResponse? {
        if address.host == "169.254.169.254" { return metadata(request, address.path) }
        guard address.host.hasSuffix(".amazonaws.com") else { return nil }
        guard request.header("Authorization")?.hasPrefix("AWS4-HMAC-SHA256 ") == true else {
            return Self.failure(403, "MissingAuthenticationTokenException", "not signed")
        }
        let target = request.header("X-Amz-Target") ?? ""
        let operation = target.split(separator: ".").last.map(String.init) ?? ""
        let endpoints = SimulatedEndpoints(world: world, time: time)
        let scaling = SimulatedScaling(load: world.load, time: time)
        switch operation {
        case "UpdateEndpointWeightsAndCapacities":
            return try change { endpoints.update(request.body) }
        case "RegisterScalableTarget": return try change { scaling.register(request.body) }
        default: break
        }
        let answer =
            switch operation {
            case "ListEndpoints": endpoints.list()
            case "DescribeEndpoint": endpoints.describe(request.body)
            case "DescribeEndpointConfig": endpoints.configuration(request.body)
            case "DescribeScalableTargets": scaling.describe(request.body)
            case "GetMetricData": SimulatedFigures(world: world, time: time).answer(request.body)
            default: nil as String?
            }
        guard let answer else {
            return Self.failure(400, "ValidationException", "Could not find what is asked for")
        }
        return HTTPResponse(status: 200, body: Array(answer.utf8))
    }

    /// Has something changed, unless chaos is in the way.
    private func change(
        _ body: () -> Result<String, SimulatedEndpoints.Refusal>
    ) throws(SourceFailure) -> HTTPResponse {
        if world.throttles() { return Self.failure(400, "ThrottlingException", "Rate exceeded") }
        let silence = SourceFailure(.timedOut, "the cloud does not answer")
        let fate = world.fate()
        if case .lost = fate { throw silence }
        let result = body()
        if case .silent = fate { throw silence }
        switch result {
        case .success(let text): return HTTPResponse(status: 200, body: Array(text.utf8))
        case .failure(let refusal):
            let text = refusal.message.split(separator: "\"").joined(separator: "'")
            return Self.failure(400, "ValidationException", text)
        }
    }

    private static func failure(_ status: Int, _ code: String, _ message: String) -> HTTPResponse {
        let body = "{\"__type\":\"\(code)\",\"message\":\"\(message)\"}"
        return HTTPResponse(status: status, body: Array(body.utf8))
    }

    /// Version 2 of the metadata service: a token first, then what it opens.
    private func metadata(_ request: HTTPRequest, _ path: String) -> HTTPResponse {
        let token = "c2ltdWxhdGVk"
        if request.method == "PUT", path == "/latest/api/token" {
            return HTTPResponse(status: 200, body: Array(token.utf8))
        }
        guard request.header("X-aws-ec2-metadata-token") == token else {
            return HTTPResponse(status: 401, body: [])
        }
        let folder = "/latest/meta-data/iam/security-credentials/"
        let role = "hybridtop-demo"
        let text = path == folder ? role : path == folder + role ? keys : nil
        return HTTPResponse(status: text == nil ? 404 : 200, body: Array((text ?? "").utf8))
    }

    private var keys: String {
        let end = CalendarTime(world.wall(at: time + 21_600)).international
        return """
            {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"ASIASIMULATED0000000",
            "SecretAccessKey":"simulated","Token":"simulated","Expiration":"\(end)Z"}
            """
    }
}

extension HTTPRequest {
    /// The first header of a name, in any case.
    fileprivate func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
