import Fleet
import Foundation
import Support
import Testing

@testable import Providers

@Suite struct SignatureV4Tests {
    struct Case: Decodable {
        let time: Double
        let method, host, path, body, key, secret, region, service, authorization: String
        let token: String?
        let query, headers: [[String]]
    }

    /// Botocore signs 1,000 random requests, and so do we.
    @Test func agreesWithBotocore() throws {
        let outcome = try Tools.python("aws/sign.py", ["1000", "20261121"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 1000)
        for line in lines {
            let expected = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
            let signer = SignatureV4(
                credentials: AWSCredentials(
                    accessKey: expected.key, secretKey: Secret(expected.secret),
                    sessionToken: expected.token.map { Secret($0) }),
                region: expected.region, service: expected.service)
            let request = SignatureV4.Request(
                method: expected.method, host: expected.host, path: expected.path,
                query: expected.query.map { ($0[0], $0[1]) },
                headers: expected.headers.map { ($0[0], $0[1]) }, body: Array(expected.body.utf8))
            let headers = signer.headers(for: request, at: WallTime(seconds: expected.time))
            let signed = headers.first { $0.name == "Authorization" }?.value
            #expect(signed == expected.authorization, "\(expected.method) \(expected.path)")
        }
    }

    @Test(arguments: [
        ("2026-11-21T14:02:11Z", 1_795_269_731.0), ("1970-01-01T00:00:00Z", 0),
        ("2000-02-29T23:59:59.5Z", 951_868_799),
    ])
    func datesAreRead(text: String, seconds: Double) {
        // date -u -d 2026-11-21T14:02:11Z +%s
        #expect(AWSTime.parse(text)?.seconds == seconds)
    }

    /// "Never", which no count of nanoseconds reaches.
    @Test func aDateBeyondCountingIsTheLastThereIs() {
        for text in ["9999-12-31T23:59:59Z", "2300-01-01T00:00:00Z", "9999-99-99T99:99:99Z"] {
            #expect(AWSTime.parse(text)?.nanoseconds == .max)
        }
        #expect(AWSTime.parse("0000-00-00T00:00:00Z")?.nanoseconds == 0)
        let keys = AWSCredentials(
            accessKey: "a", secretKey: Secret("b"), expiry: AWSTime.parse("9999-12-31T23:59:59Z"))
        #expect(!keys.isDue(at: WallTime(seconds: 1_795_269_731)))
    }

    @Test func datesThatAreNoneAreRefused() {
        #expect(AWSTime.parse("yesterday") == nil)
        #expect(AWSTime.parse("2026-11-21") == nil)
    }

    @Test func profilesAreRead() {
        let text = """
            [default]
            region = eu-west-1
            s3 =
              signature_version = s3v4
            # a comment
            [profile prod]
            aws_access_key_id=AKIA1
            """
        let sections = AWSProfileFiles.parse(text)
        #expect(sections["default"] == ["region": "eu-west-1", "s3": ""])
        #expect(sections["profile prod"] == ["aws_access_key_id": "AKIA1"])
    }
}
