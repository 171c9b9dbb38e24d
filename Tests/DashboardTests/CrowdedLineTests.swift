import Fleet
import Support
import Testing

@testable import Dashboard

/// What gives way where not everything fits on a line.
@Suite struct CrowdedLineTests {
    private func pieces(_ texts: String...) -> [[Piece]] { texts.map { [Piece($0)] } }

    private func chosen(_ figures: [[[Piece]]], room: Int) -> [String] {
        HeaderLine.fitting(figures, room: room).map { $0.map(\.text).joined() }
    }

    /// Every figure in its short form comes before the long form of any.
    @Test func noRemarkTakesTheRoomOfAFigure() {
        let figures = [
            pieces("76 sources"), pieces("512 GPUs (511)", "512 GPUs"), pieces("obj 5/6"),
        ]
        #expect(chosen(figures, room: 60) == ["76 sources", "512 GPUs (511)", "obj 5/6"])
        #expect(chosen(figures, room: 35) == ["76 sources", "512 GPUs", "obj 5/6"])
        #expect(chosen(figures, room: 27) == ["76 sources", "512 GPUs"])
        #expect(chosen(figures, room: 5).isEmpty)
    }

    @Test func objectivesAreToldInHeaderAndSitesAtOneHundredAndTwenty() {
        var fleet = SampleFleet.usual()
        fleet.isDemo = true
        fleet.objectives = ["chat-70b": Objective(latencyP95: 0.4)]
        let script = Script(fleet, columns: 120, rows: 40)
        let text = script.frame().text
        let heading = text.split(separator: "\n").first { $0.contains("placement") }
        #expect(heading?.contains(" obj ") == true)
        #expect(script.frame().text(row: 0).contains("obj 1/2 "))
    }

    /// The next step is whole, and of the evidence there is as much as fits whole.
    @Test func theNextStepComesBeforeTheEvidence() {
        let finding = SampleFindings.usual()[0]
        let wide = AttentionDigest.parts(finding, room: 140)
        #expect(wide.evidence.count == 3 && wide.step == finding.nextStep)
        let narrow = AttentionDigest.parts(finding, room: 90)
        #expect(narrow.evidence == ["GPU is lost since 13:58"] && narrow.step == finding.nextStep)
        let tight = AttentionDigest.parts(finding, room: 40)
        #expect(tight.evidence.isEmpty && !tight.step.isEmpty)
        #expect(AttentionDigest.parts(finding, room: 30).step.isEmpty)
    }

    /// Unknown is no bar at all: a track alone would look like an idle site.
    @Test func aSiteOfUnknownLoadHasNoBar() {
        var fleet = SampleFleet.usual()
        for place in [3, 4] {
            for row in 0..<8 {
                fleet.sources[place].sample?.accelerators[.utilization, row] = .absent(.notReported)
            }
        }
        let text = Script(fleet, columns: 120, rows: 40).frame().text
        let row = text.split(separator: "\n").first { $0.contains("colocation") }
        #expect(row?.contains("▁") == false && row?.contains("—") == true, "\(row ?? "")")
    }

    /// In ASCII, what is cut does not look like what is set apart.
    @Test func theCutMarkIsNotTheSeparator() {
        #expect(Glyph.ascii("…") != Glyph.ascii("·"))
        #expect(Format.cut("abcdef", 4, isASCII: true) == "abc~")
    }

    /// Without colours, heavy lines tell the focus.
    @Test func focusIsSeenWithoutColours() throws {
        let themes = try ThemeFiles.all()
        for (name, isHeavy) in [("mono", true), ("dark", false)] {
            let theme = try #require(themes.first { $0.name == name })
            var script = Script(options: DashboardOptions(themes: [theme]))
            script.type("1")
            let lines = script.frame().text.split(separator: "\n")
            #expect(lines[1].hasPrefix(isHeavy ? "┏ Attention" : "┌ Attention"))
            #expect(lines.contains { $0.hasPrefix("┌ Sites") })
        }
    }
}
