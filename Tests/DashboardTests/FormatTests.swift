import Dashboard
import Fleet
import Testing

@Suite struct FormatTests {
    @Test(arguments: [
        (0.0, "0s"), (0.4, "0.4s"), (37, "37s"), (99.4, "99s"), (100, "1m"), (3599, "59m"),
        (11_520, "3h12m"), (36_000, "10h"), (172_800, "2d"), (-5, "0s"),
    ])
    func ages(_ seconds: Double, _ text: String) {
        #expect(Format.age(.milliseconds(Int64(seconds * 1000))) == text)
    }

    @Test(arguments: [
        (0.0, "0B"), (512, "512B"), (1536, "1.5K"), (76_450_000_000, "71.2G"),
        (687_194_767_360, "640G"), (1023.9, "1.0K"), (1.5e15, "1.3P"),
    ])
    func bytes(_ value: Double, _ text: String) { #expect(Format.bytes(value) == text) }

    @Test(arguments: [
        (0.0, "0"), (0.31, "0.31"), (41.2, "41.2"), (905, "905"), (4120, "4,120"),
        (1_234_567, "1,234,567"), (-4120, "-4,120"), (.nan, "—"), (.infinity, "—"),
    ])
    func rates(_ value: Double, _ text: String) { #expect(Format.rate(value) == text) }

    @Test func ratios() {
        #expect(Format.percent(0.844) == "84%")
        #expect(Format.percent(12) == ">999%")
        #expect(Format.percent(.nan) == "—")
        #expect(Format.finePercent(0.0031) == "0.31")
    }

    @Test func absenceIsADashAndNotZero() {
        #expect(Format.reading(.absent(.notReported), .watts) == "—")
        #expect(Format.reading(.value(433.78), .watts) == "434W")
        #expect(Format.reason(Absence(.unsupported, .migEnabled)) == "MIG")
    }

    @Test func cutCountsColumnsAndNotCharacters() {
        #expect(Format.cut("日本語テスト", 5) == "日本…")
        #expect(Format.cut("gpu-a01", 7) == "gpu-a01")
        #expect(Format.cut("gpu-a01", 4) == "gpu…")
        #expect(Format.cut("gpu-a01", 0) == "")
        #expect(Format.right("7", 3) == "  7")
    }

    @Test func clocks() {
        #expect(Format.clock(WallTime(nanoseconds: 1_795_269_731_000_000_000)) == "14:02:11")
        #expect(Format.clock(WallTime(nanoseconds: 0), offset: -3600) == "23:00:00")
    }

    @Test func natural() {
        #expect(NaturalOrder.isBefore("gpu2", "gpu10"))
        #expect(!NaturalOrder.isBefore("gpu10", "gpu2"))
        #expect(NaturalOrder.isBefore("gpu", "gpu1"))
        #expect(!NaturalOrder.isBefore("a", "a"))
    }
}
