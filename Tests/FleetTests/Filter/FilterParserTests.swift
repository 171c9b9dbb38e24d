import Fleet
import Testing

@Suite struct FilterParserTests {
    @Test func anEmptyFilterLetsEverythingThrough() throws {
        #expect(try Filter("").isAll)
        #expect(try Filter("   ").isAll)
    }

    @Test func andBindsTighterThanOr() throws {
        let filter = try Filter("a & b | c")
        #expect(
            filter.expression == .or(.and(.contains("a"), .contains("b")), .contains("c")))
    }

    @Test func aBlankIsAnd() throws {
        #expect(try Filter("a b").expression == Filter("a & b").expression)
    }

    @Test func bracketsAndNot() throws {
        let filter = try Filter("!(stale | chat)")
        #expect(filter.expression == .not(.or(.flag(.stale), .contains("chat"))))
    }

    @Test(arguments: [
        ("util<10", FilterNumber.accelerator(.utilization), 0.10),
        ("util<10%", .accelerator(.utilization), 0.10),
        ("mem<80%", .memoryRatio, 0.80),
        ("mem<40GiB", .accelerator(.memoryUsed), 42_949_672_960),
        ("mem<40GB", .accelerator(.memoryUsed), 40e9),
        ("p95<600ms", .endpoint(.latencyP95), 0.6),
        ("p95<2s", .endpoint(.latencyP95), 2),
        ("age<1h", .age, 3600),
        ("power<0.5kW", .accelerator(.power), 500),
        ("tokens<1.5k", .endpoint(.tokensOut), 1500),
        ("clock<1500MHz", .accelerator(.smClock), 1.5e9),
        ("temperature_celsius<80", .accelerator(.temperature), 80),
    ])
    func unitsBecomeTheBaseUnit(_ text: String, _ field: FilterNumber, _ value: Double) throws {
        guard case .number(let found, .less, let number) = try Filter(text).expression else {
            Issue.record("not a comparison: \(text)")
            return
        }
        #expect(found == field)
        #expect(abs(number - value) <= value * 1e-12)
    }

    @Test(arguments: [
        ("util<", 5, "number is missing"),
        ("utl<10", 0, "no field 'utl'"),
        ("p95>600", 4, "needs a unit"),
        ("p95>600GiB", 4, "no unit of 'p95'"),
        ("a & ", 4, "missing after '&'"),
        ("(a | b", 0, "never closed"),
        ("a )", 2, "closes nothing"),
        ("/gpu", 0, "never closed"),
        ("/gp(u/", 3, "never closed"),
        ("/*a/", 1, "nothing before '*'"),
        ("stale=yes", 0, "yes or no"), ("idle>15m", 0, "Measured it is idletime>15m."),
        ("name<5", 0, "is text"),
        ("util~5", 0, "is a number"),
        ("\"abc", 0, "never closed"),
        ("a | | b", 4, "not expected"),
    ])
    func errorsSayWhatAndWhere(_ text: String, _ offset: Int, _ part: String) {
        do throws(FilterError) {
            let filter = try Filter(text)
            Issue.record("'\(text)' was read as \(filter.expression)")
        } catch {
            #expect(error.offset == offset, "\(error)")
            #expect(error.message.contains(part), "\(error)")
        }
    }

    @Test(arguments: [
        ("utl", "util"), ("uti", "util"), ("tmep", "temp"), ("helth", "health"), ("que", "queue"),
        ("p90", "p50"), ("sorce", "source"), ("latency", nil), ("memory", "mem"), ("Nodes", "node"),
    ])
    func aNameNotKnownIsAnsweredWithTheNearest(_ typed: String, _ meant: String?) {
        let near = FilterWord.near(typed)
        if let meant {
            #expect(near.first == meant)
            #expect(near.count < FilterWord.all.count)
        } else {
            #expect(near == FilterWord.all.map(\.name))
        }
    }

    @Test func theErrorPointsAtItsPlace() {
        let error = FilterError("x", offset: 3, length: 2)
        #expect(error.pointing(in: "abcdef") == "abcdef\n   ^^")
    }

    @Test func noTextTraps() {
        let pieces = [
            "(", ")", "!", "&", "|", "/", "\"", "util", "<", "10", "%", "\\", "[", " ", "=", "é",
        ]
        var seed: UInt64 = 7
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<8 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(seed >> 33) % pieces.count]
            }
            _ = try? Filter(text)
        }
        _ = try? Filter(String(repeating: "(", count: 5000))
        _ = try? Filter(String(repeating: "!", count: 5000))
    }
}
