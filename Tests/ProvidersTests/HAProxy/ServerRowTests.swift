import Collector
import Fleet
import Testing

@testable import Providers

/// Numbers that no HAProxy has, and that must not end the program.
@Suite struct ServerRowTests {
    private static let names =
        "pxname,svname,status,weight,type,uweight,stot,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx"

    private func rows(_ number: String) throws -> [ServerRow] {
        let lines = ["own", "rented"].map { name in
            "chat,\(name),UP,1,2,\(number),\(number),\(number),\(number),\(number),\(number),"
                + number
        }
        let text = "# \(Self.names)\n" + lines.joined(separator: "\n")
        return try ServerRow.decode(Array(text.utf8))
    }

    @Test(arguments: ["9223372036854775807", "-9223372036854775808", "99999999999999999999"])
    func numbersBeyondReasonAreNone(_ number: String) throws {
        let rows = try rows(number)
        #expect(rows.map(\.userWeight) == [nil, nil] && rows.map(\.share) == [1, 1])
        #expect(rows.allSatisfy { $0.answers == nil && $0.sessionsTotal == nil })
    }

    @Test(arguments: ["35184372088832", "0"]) func greatOnesAreSummed(_ number: String) throws {
        let rows = try rows(number)
        let share = number == "0" ? nil : 0.5
        #expect(ServerTrack.Figures.shares(rows)["chat/own"] == share)
        #expect(rows.first?.answers == Int(number).map { $0 * 5 })
    }

    /// As a journal might have them.
    @Test func weightsOfAPlanAreSummedWithoutOverflow() throws {
        let rows = try rows("1")
        let shares = Router.shares(rows, weights: [.max, .max])
        #expect(shares == ["chat/own": 0.5, "chat/rented": 0.5])
    }

    /// 5 of the backend's errors are its servers', and 7 are nobody's.
    @Test func whatNoServerAnswersIsTheBackends() throws {
        let text = """
            # \(Self.names)
            chat,own,UP,1,2,1,90,0,88,0,0,2
            chat,rented,DOWN,1,2,1,10,0,7,0,0,3
            chat,BACKEND,UP,2,1,2,110,0,95,0,3,12
            """
        let rows = try ServerRow.decode(Array(text.utf8))
        let report = RuntimeInterface.Report(place: .path("/a"), rows: rows, bytes: 0)
        #expect(
            report.traffic("chat")
                == RouterTraffic(
                    place: "/a", service: "chat", requests: 110, unanswered: 7,
                    down: ["chat/rented": "DOWN"]))
        #expect(report.traffic("code") == nil)
    }
}
