import Fleet
import Foundation
import Headless
import Support
import Testing

@Suite struct AcknowledgementFileTests {
    private let folder: URL
    private var path: String { folder.appendingPathComponent("acknowledged.jsonl").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("acknowledgements-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func book(_ count: Int) -> AcknowledgementBook {
        var book = AcknowledgementBook()
        for number in 0..<count {
            book.set(
                Acknowledgement(by: "ada", at: SampleFleet.time.wall), for: "rule:node:\(number)")
        }
        return book
    }

    @Test func noFileIsAnEmptyBook() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try AcknowledgementFile(path: path).read().book == AcknowledgementBook())
    }

    @Test func whatIsWrittenIsReadAndOnlyTheOwnerMay() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = AcknowledgementFile(path: path)
        try file.write(book(3))
        try file.write(book(500))
        #expect(try file.read().book == book(500))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names == ["acknowledged.jsonl"], "nothing is left beside it")
    }

    @Test func aLinkIsNotFollowed() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: "/etc/hostname")
        #expect(throws: AcknowledgementFile.Failure.self) {
            _ = try AcknowledgementFile(path: path).read()
        }
    }

    @Test func aMissingFolderIsMadeForItsOwnerAlone() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = AcknowledgementFile(path: folder.path + "/no/such/book")
        try file.write(book(1))
        #expect(try file.read().book == book(1))
        let made = try FileManager.default.attributesOfItem(atPath: folder.path + "/no/such")
        #expect(made[.posixPermissions] as? Int == 0o700)
    }

    @Test func aFolderThatCannotBeIsSaid() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data().write(to: folder.appending(path: "file"))
        let file = AcknowledgementFile(path: folder.path + "/file/book")
        #expect(throws: AcknowledgementFile.Failure.self) { try file.write(book(1)) }
    }
}
