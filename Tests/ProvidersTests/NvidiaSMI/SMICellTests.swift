import Fleet
import Testing

@testable import Providers

/// What single cells mean.
@Suite struct SMICellTests {
    static func read(_ text: String, _ kind: SMICell.Kind) -> Reading<Double> {
        Array(text.utf8).withUnsafeBytes { SMICell.reading($0, kind) }
    }

    static let absent: [(String, Absence)] = [
        ("N/A", .unsupported), ("[N/A]", .unsupported), (" [N/A] ", .unsupported),
        ("[Not Supported]", .unsupported),
        ("[Function Not Found]", Absence(.unsupported, .functionNotFound)),
        ("[Unknown Error]", Absence(.notReported, .unknownError)),
        ("ERR!", Absence(.notReported, .unknownError)),
        ("[Insufficient Permissions]", Absence(.denied, .insufficientPermissions)),
        (
            "[Requested functionality has been deprecated]",
            Absence(.unsupported, .deprecated)
        ),
        ("GPU is lost", Absence(.lost, .gpuLost)), ("[GPU is lost]", Absence(.lost, .gpuLost)),
        (
            "GPU is lost.  Reboot the system to recover this GPU", Absence(.lost, .gpuLost)
        ),
        ("[GPU requires reset]", Absence(.lost, .requiresReset)),
        ("", .notReported), ("   ", .notReported), ("[]", .notReported),
        ("-", .malformed), ("banana", .malformed), ("50 bananas", .malformed),
        ("50 W", .malformed), ("0x", .malformed), (".", .malformed), ("+", .malformed),
        ("200", .outOfRange), ("-5", .outOfRange), ("4294967295", .outOfRange),
    ]

    @Test(arguments: absent)
    func whatIsNoShare(text: String, absence: Absence) {
        #expect(Self.read(text, .share) == .absent(absence))
    }

    @Test(arguments: ["1e30", "-1", "9", "99999999999999999999", "0.5"])
    func whatIsNoRecovery(text: String) {
        #expect(Self.read(text, .recovery) == .absent(.malformed))
    }

    static let values: [(String, SMICell.Kind, Double)] = [
        ("0", .share, 0), ("100 %", .share, 1), ("37", .share, 0.37),
        ("30 %", .quantity(.percent), 0.3), (" 40 % ", .quantity(.percent), 0.4),
        ("1024", .quantity(.mebibytes), 1_073_741_824),
        ("11125 MiB", .quantity(.mebibytes), 11_665_408_000),
        ("433.78 W", .quantity(.watts), 433.78), ("3.97", .quantity(.watts), 3.97),
        ("1.5e+2", .quantity(.watts), 150), ("2500 mW", .quantity(.watts), 2.5),
        ("1980", .quantity(.megahertz), 1_980_000_000),
        ("-3", .quantity(.celsius), -3), ("41 C", .quantity(.celsius), 41),
        ("16x", .quantity(.plain), 16), ("528 KB/s", .quantity(.kilobytesPerSecond), 528_000),
        ("P0", .performanceState, 0), ("P12", .performanceState, 12),
        ("0x0000000000000084", .bits, 132), ("0x0", .bits, 0),
        ("Enabled", .flag, 1), ("Not Active", .flag, 0), ("No", .flag, 0), ("1", .flag, 1),
        ("None", .recovery, 0), ("Drain and Reset", .recovery, 4), ("GPU Reset", .recovery, 1),
    ]

    @Test(arguments: values)
    func whatIsAValue(text: String, kind: SMICell.Kind, value: Double) throws {
        let read = try #require(Self.read(text, kind).value)
        #expect(abs(read - value) <= abs(value) * 1e-12)
    }

    @Test func wordsOfAnotherKindAreNoNumbers() {
        #expect(Self.read("P99", .performanceState) == .absent(.malformed))
        #expect(Self.read("P", .performanceState) == .absent(.malformed))
        #expect(Self.read("Maybe", .flag) == .absent(.malformed))
        #expect(Self.read("9", .recovery) == .absent(.malformed))
        #expect(Self.read("0xZZ", .bits) == .absent(.malformed))
        #expect(Self.read("Enabled", .quantity(.watts)) == .absent(.malformed))
    }
}
