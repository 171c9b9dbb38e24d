import FoundationEssentials
import Testing

@testable import Headless

@Suite struct GzipTests {
    @Test func aCompressedFileIsReadByGzip() async throws {
        let folder = try TemporaryFolder()
        let text = (0..<40_000).map { "{\"n\":\($0)}\n" }.joined()
        try text.write(toFile: folder.path("log.1"), atomically: false, encoding: .utf8)
        try await Gzip.compress(folder.path("log.1"))
        #expect(folder.names == ["log.1.gz"])
        #expect(shell("gzip -t \(folder.path("log.1.gz"))") == 0)
        #expect(shell("gzip -dc \(folder.path("log.1.gz")) > \(folder.path("back"))") == 0)
        #expect(folder.text("back") == text)
    }

    @Test func theOriginalStaysWhenTheTargetCannotBeWritten() async throws {
        await #expect(throws: OutputFailure.self) {
            try await Gzip.compress("/nonexistent/log.1")
        }
    }
}
