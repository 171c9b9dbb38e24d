import Fleet
import Testing

@Suite struct FilterMaskTests {
    /// Three rows: busy, idle, and one of which nothing is known.
    struct Rows: FilterTable {
        var rowCount: Int { 3 }
        func numbers(_ field: FilterNumber) -> [Double]? {
            field == .accelerator(.utilization) ? [0.9, 0.05, .nan] : nil
        }
        func text(_ field: FilterText, row: Int) -> String? {
            field == .name ? ["gpu-a01", "gpu-b02", "GPU-C03"][row] : nil
        }
        func label(_ key: String, row: Int) -> String? {
            key == "rack" ? ["r1", "r2", nil][row] : nil
        }
        func flag(_ flag: FilterFlag, row: Int) -> Bool? {
            flag == .stale ? [false, true, nil][row] : nil
        }
        func searchable(row: Int) -> [String] { [text(.name, row: row) ?? ""] }
    }

    @Test(arguments: [
        ("util<10", [false, true, false]),
        ("util>=90%", [true, false, false]),
        ("util=5", [false, true, false]),
        ("util!=5", [true, false, false]),
        // What is absent matches neither a comparison nor its negation.
        ("!(util<10)", [true, false, false]),
        ("util<10 | util>=10", [true, true, false]),
        ("util<10 | gpu", [true, true, true]),
        ("p95<1s", [false, false, false]),
        ("!p95<1s", [false, false, false]),
        ("stale", [false, true, false]),
        ("!stale", [true, false, false]),
        ("gpu-a", [true, false, false]),
        ("GPU", [true, true, true]),
        ("/b0[0-9]$/", [false, true, false]),
        ("/^gpu-[^b]/", [true, false, true]),
        ("name=gpu-*", [true, true, true]),
        ("name=gpu-a*", [true, false, false]),
        ("name=a01", [false, false, false]),
        ("name~a01", [true, false, false]),
        ("name!=gpu-a01", [false, true, true]),
        ("label:rack=r2", [false, true, false]),
        ("label:rack!=r2", [true, false, false]),
        ("gpu -a", [true, false, false]),
    ])
    func rows(_ text: String, _ expected: [Bool]) throws {
        #expect(try Filter(text).mask(Rows()) == expected)
    }

    @Test(arguments: [
        ("a*b", "aaab", true), ("a+b", "b", false), ("colou?r", "my color", true),
        ("(ab)+c", "ababc", true), ("x|y", "zy", true), ("^b", "ab", false), ("a$", "ba", true),
        ("[^0-9]", "123", false), ("\\d\\d", "a12", true), ("a.c", "abc", true),
        ("\\.", "abc", false), ("", "", true), ("h100", "NVIDIA H100", true),
    ])
    func patterns(_ pattern: String, _ text: String, _ isFound: Bool) throws {
        #expect(try TextPattern(pattern).isFound(in: text) == isFound)
    }

    /// Backtracking would need 2^30 steps here.
    @Test func aMaliciousPatternTakesNoTime() throws {
        let pattern = try TextPattern("(a*)*(a*)*(a*)*b")
        #expect(!pattern.isFound(in: String(repeating: "a", count: 300)))
    }

    @Test func everyWordOfTheHelpParses() throws {
        for word in FilterWord.all {
            for example in word.example.split(separator: " ") {
                _ = try Filter(String(example))
            }
            #expect(FilterWord.field(word.name) == word.field)
        }
    }
}
