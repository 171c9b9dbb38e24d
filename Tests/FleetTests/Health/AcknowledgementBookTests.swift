import Fleet
import Support
import Testing

@Suite struct AcknowledgementBookTests {
    private let time = SampleFleet.time.wall

    private func found() -> HealthScene {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        scene.edit { sample in
            sample.accelerators[.eccUncorrected, 0] = .value(1)
            sample.accelerators[.remapFailure, 1] = .value(1)
        }
        scene.pass()
        return scene
    }

    @Test func acknowledgedComesAfterTheOthersOfItsSeverity() throws {
        var scene = found()
        let first = try #require(scene.snapshot.findings.first)
        let mark = Acknowledgement(by: "ada", at: time, note: "ordered a new one")
        scene.board.acknowledgements.set(mark, for: first.id)
        scene.pass()
        #expect(scene.snapshot.findings.count == 2)
        #expect(scene.snapshot.findings.last?.id == first.id)
        #expect(scene.snapshot.findings.last?.acknowledgement == mark)
        scene.board.acknowledgements.set(nil, for: first.id)
        scene.pass()
        #expect(scene.snapshot.findings.allSatisfy { $0.acknowledgement == nil })
    }

    @Test func aSnoozeLapses() throws {
        var scene = found()
        let id = try #require(scene.snapshot.findings.first?.id)
        scene.board.acknowledgements.set(
            Acknowledgement(by: "ada", at: time, until: time + .seconds(60)), for: id)
        scene.pass(.seconds(10))
        #expect(scene.snapshot.findings.contains { $0.acknowledgement != nil })
        scene.pass(.seconds(60))
        #expect(scene.snapshot.findings.allSatisfy { $0.acknowledgement == nil })
        #expect(scene.board.acknowledgements.acknowledgements.isEmpty)
    }

    @Test func whatIsGoneForLongIsForgotten() throws {
        var scene = found()
        let id = try #require(scene.snapshot.findings.first?.id)
        scene.board.acknowledgements.set(Acknowledgement(by: "ada", at: time), for: id)
        scene.pass()
        scene.edit { $0.accelerators[.eccUncorrected, 0] = .value(0) }
        scene.edit { $0.accelerators[.remapFailure, 1] = .value(0) }
        scene.pass(.seconds(600))
        #expect(scene.board.acknowledgements.acknowledgements.count == 1, "a restart takes less")
        scene.pass(.seconds(600))
        #expect(scene.board.acknowledgements.acknowledgements.isEmpty)
    }

    @Test func linesSurviveARoundTrip() {
        var book = AcknowledgementBook()
        book.set(Acknowledgement(by: "ada", at: time), for: "gpu-lost:node:a/b")
        book.set(
            Acknowledgement(
                by: "böb", at: time, until: time + .seconds(3600), note: "say \"hi\"\nthere"),
            for: "errors:endpoint:chat")
        let (read, malformed) = AcknowledgementBook.decoded(book.encoded())
        #expect(malformed == 0)
        #expect(read.acknowledgements["gpu-lost:node:a/b"] == Acknowledgement(by: "ada", at: time))
        let other = read.acknowledgements["errors:endpoint:chat"]
        #expect(other?.note == "say \"hi\" there", "cleaned of the line break")
        #expect(other?.until == time + .seconds(3600))
    }

    @Test func badLinesAreSkippedAndCounted() {
        let text = """
            {"at_nanoseconds":5,"by":"ada","finding":"x"}
            not json
            {"by":"nobody"}

            {"at_nanoseconds":6,"by":"bob","finding":"y","until_nanoseconds":9}
            """
        let (book, malformed) = AcknowledgementBook.decoded(Array(text.utf8))
        #expect(book.acknowledgements.keys.sorted() == ["x", "y"])
        #expect(malformed == 2)
        #expect(AcknowledgementBook.decoded([]).book == AcknowledgementBook())
    }
}
