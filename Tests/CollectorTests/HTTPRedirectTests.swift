import Fleet
import Testing

@testable import Collector

/// Where a `Location` leads (RFC 3986, section 5), and what is not followed.
@Suite struct HTTPRedirectTests {
    @Test(
        arguments: [
            ("/x", "http://a:1/x"), ("x?y=1", "http://a:1/b/x?y=1"), ("//c/d", "http://c/d"),
            ("https://c/d#e", "https://c/d"), ("?z=2", "http://a:1/b/c?z=2"), ("#e", nil),
            ("", nil),
            ("ftp://c/", nil), ("http+unix://%2Frun/", nil), ("x://", nil),
        ] as [(String, String?)])
    func locationsAreResolved(location: String, expected: String?) {
        #expect(HTTPRedirect.resolve(location, against: "http://a:1/b/c?q=/r/s") == expected)
    }

    @Test func secureStaysSecure() {
        let request = HTTPRequest(url: "https://a/")
        let answer = HTTPResponse(status: 302, headers: [("location", "http://a/")], body: [])
        let failure = #expect(throws: SourceFailure.self) {
            try HTTPRedirect.next(request, answer)
        }
        #expect(failure?.message.contains("from https to http://a/") == true)
    }

    @Test func aPostStaysAPostUnlessItIsToSeeAnother() throws {
        let request = HTTPRequest("POST", url: "http://a/", body: [1])
        for (status, method) in [(301, "POST"), (302, "POST"), (303, "GET"), (308, "POST")] {
            let answer = HTTPResponse(status: status, headers: [("Location", "/b")], body: [])
            let next = try #require(try HTTPRedirect.next(request, answer))
            #expect(next.url == "http://a/b" && next.method == method)
            #expect(next.body.isEmpty == (method == "GET"))
        }
        for status in [200, 304, 404] {
            let answer = HTTPResponse(status: status, headers: [("Location", "/b")], body: [])
            #expect(try HTTPRedirect.next(request, answer)?.url == nil)
        }
    }
}
