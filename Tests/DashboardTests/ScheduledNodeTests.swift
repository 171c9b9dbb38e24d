import Dashboard
import Fleet
import Support
import Testing

/// What a scheduler does with a node is seen wherever the node is, in glyphs and in words.
@Suite struct ScheduledNodeTests {
    private func fleet(_ schedule: NodeSchedule) -> FleetSnapshot {
        var fleet = SampleJobs.fleet()
        let place = fleet.sources.count - 1
        for row in 0..<4 { fleet.sources[place].sample?.schedules[row] = schedule }
        return fleet
    }

    @Test(arguments: [
        (NodeSchedule(.drained, words: "IDLE+DRAIN"), "drained", "■", "#"),
        (NodeSchedule(.draining, words: "MIXED+DRAIN"), "draining", "◐", "~"),
        (NodeSchedule(.reserved, words: "MAINT"), "reserved", "■", "#"),
        (NodeSchedule(.drained, words: "Ready,SchedulingDisabled"), "cordoned, empty", "■", "#"),
        (NodeSchedule(.draining, words: "Ready,SchedulingDisabled"), "cordoned", "◐", "~"),
    ])
    func whatIsOutOfUseIsSeen(schedule: NodeSchedule, word: String, glyph: String, ascii: String) {
        for columns in [80, 120, 200] {
            var script = Script(fleet(schedule), columns: columns, rows: 24)
            script.type("2")
            for (isASCII, sign) in [(false, glyph), (true, ascii)] {
                let rows = script.frame(isASCII: isASCII).text.split(separator: "\n")
                let row = rows.first { $0.contains("gpu-a02") } ?? ""
                #expect(row.contains(" \(sign) gpu-a02") && row.contains(word), "\(row)")
            }
            let rows = script.frame().text.split(separator: "\n")
            // What is wrong with it besides is not hidden by that, nor hides it.
            let ailing = rows.first { $0.contains("gpu-a04") } ?? ""
            #expect(ailing.contains("▲ gpu-a04") && ailing.contains(word), "\(ailing)")
        }
    }

    @Test func whatWorksIsSaidToBeWell() {
        var script = Script(fleet(NodeSchedule(.mixed, words: "MIXED")), columns: 80, rows: 24)
        script.type("2")
        #expect(script.frame().text.contains("● gpu-a02"))
    }

    @Test func itCanBeFilteredFor() {
        var script = Script(fleet(NodeSchedule(.drained, words: "DRAINED")), columns: 80, rows: 24)
        script.type("2:filter health~drained")
        script.press(.enter)
        #expect(script.frame().text.contains("Nodes 4 of"), "\(script.frame().text)")
    }

    /// Nobody reads the GPUs of gpu-a09; the scheduler has eight.
    @Test func whatOnlyASchedulerKnowsOfIsNotZero() {
        var script = Script(SampleJobs.fleet(), columns: 80, rows: 24)
        script.type("2")
        let row = script.frame().text.split(separator: "\n").first { $0.contains("gpu-a09") } ?? ""
        #expect(row.contains("—"), "\(row)")
        script.type("/gpu-a09")
        script.press(.enter, .enter)
        let text = script.frame().text
        #expect(text.contains("8 in SLURM, no readings") && !text.contains(" 0 GPUs"), "\(text)")
    }
}
