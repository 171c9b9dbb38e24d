import Foundation
import Support
import Testing

/// Numbers that nobody can have meant, in every cell of a driver's answers: no crash, no reading, and a
/// reason.
@Suite struct AbsurdNumbersTests {
    static let numbers = [
        "1e30", "-1e30", "99999999999999999999", "-99999999999999999999", "9223372036854775808",
        "1e400", "nan", "-17",
    ]

    @Test(arguments: numbers)
    func inTheCellsOfTheFastBeat(number: String) throws {
        let lines = try log(
            """
            case "$*" in *--query-gpu*) \
            "$REAL" "$@" | awk -F', ' -v OFS=', ' '{for(i=7;i<=NF;i++)$i="\(number)";print;fflush()}';;
            *) exec "$REAL" "$@";;
            esac
            """)
        try expectReasons(lines, ["memory_used_bytes", "power_watts"])
    }

    @Test(arguments: numbers)
    func inTheElementsOfTheSlowBeat(number: String) throws {
        let lines = try log(
            """
            case "$*" in *-x*) \
            "$REAL" "$@" | sed -E 's/>[0-9][0-9.]*( (MiB|W|C|MHz|%))?</>\(number)\\1</g';;
            *) exec "$REAL" "$@";;
            esac
            """)
        #expect(!lines.isEmpty)
        for line in lines {
            for (field, value) in line where field.contains("ecc") || field.contains("pages") {
                if let value = value as? Double { #expect(value >= 0 && value < 1e15) }
            }
        }
    }

    /// The accelerators that the real program logs of a node whose nvidia-smi is a script.
    private func log(_ script: String) throws -> [[String: Any]] {
        let smi = try StandInSMI()
        let real = smi.command
        try smi.write(
            "wrapped", "#!/bin/bash\nREAL='\(real)'\n\(script)\n", isProgram: true)
        let program = try ProgramRun(
            "sources:\n  - nvidia-smi: { command: \(smi.root)/wrapped, interval: 1s }\n")
        let outcome = program.run("log --once --kind accelerator")
        #expect(outcome.status == 0 || outcome.status == 1 || outcome.status == 3, "\(outcome)")
        return try outcome.output.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    private func expectReasons(_ lines: [[String: Any]], _ fields: [String]) throws {
        #expect(!lines.isEmpty)
        for line in lines {
            for field in fields {
                #expect(line[field] is NSNull, "\(field) \(String(describing: line[field]))")
                let reason = try #require(line["\(field)_absent"] as? String)
                #expect(reason.hasPrefix("malformed"), "\(reason)")
            }
        }
    }
}
