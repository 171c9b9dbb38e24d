import CNCurses
import Dashboard

/// The terminal's description (terminfo): which one is used, and what it can.
struct TerminalEntry {
    /// The type whose description is used.
    let type: String
    /// What a person should know: that another description had to stand in.
    let note: String?
    /// Colours; -1 for none.
    let colors: Int
    /// Whether colour numbers are 0xRRGGBB.
    let isDirect: Bool
    /// Whether colours from 16 on are set by `CSI 38;5;N m`, which can be turned into any colour.
    let hasPaletteSequences: Bool
    /// Whether it has a mouse, and with that the other private modes of xterm.
    let hasMouse: Bool
    /// What leaves everything that curses turns on: attributes, alternate screen, hidden cursor.
    let reset: [UInt8]
    /// The keys by name, as the description spells them.
    let keys: [[UInt8]: Key]

    static let standIn = "xterm-256color"

    init(environment: [String: String]) throws(TerminalError) {
        let wanted = environment["TERM", default: ""]
        guard !wanted.isEmpty else { throw .noTerminalType }
        (type, note) = try Self.find(wanted)
        guard Self.string("cup") != nil else { throw .cannotAddressCursor(type: type) }
        colors = Int(tigetnum("colors"))
        isDirect = tigetflag("RGB") > 0
        hasPaletteSequences =
            Self.string("setaf", 16) == "\u{1b}[38;5;16m"
            && Self.string("setab", 255) == "\u{1b}[48;5;255m"
        hasMouse = Self.string("kmous") != nil
        let names = ["sgr0", "op", "cnorm", "rmcup"]
        reset = names.flatMap { Self.withoutPadding(Self.bytes($0) ?? []) }
        keys = Self.readKeys()
    }

    private static func find(_ wanted: String) throws(TerminalError) -> (String, String?) {
        var code: Int32 = 0
        // 1: found. A type that is found and unfit ("generic", "hardcopy") reports an error as well.
        if setupterm(wanted, 1, &code) == OK { return (wanted, nil) }
        if code == 1 { throw .cannotAddressCursor(type: wanted) }
        guard setupterm(standIn, 1, &code) == OK else { throw .noDescription(type: wanted) }
        let note = "TERM=\(wanted) is not known here; treating it as \(standIn)"
        return (standIn, note)
    }

    // MARK: Capabilities

    private static func bytes(_ name: String) -> [UInt8]? {
        guard let value = tigetstr(name), Int(bitPattern: value) != -1 else { return nil }
        return Array(String(cString: value).utf8)
    }

    private static func string(_ name: String) -> String? {
        bytes(name).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func string(_ name: String, _ value: Int32) -> String? {
        guard let capability = tigetstr(name), Int(bitPattern: capability) != -1,
            let text = cncurses_parameter(capability, value)
        else { return nil }
        return String(cString: text)
    }

    /// Without `$<5>`, by which a description asks for a pause.
    static func withoutPadding(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x24, index + 1 < bytes.count, bytes[index + 1] == 0x3c,
                let end = bytes[index...].firstIndex(of: 0x3e)
            {
                index = end + 1
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static func readKeys() -> [[UInt8]: Key] {
        var names: [(String, Key)] = [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right),
            ("khome", .home), ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown),
            ("kdch1", .delete), ("kich1", .insert), ("kcbt", .backTab), ("kent", .enter),
            ("kri", .up), ("kind", .down), ("kLFT", .left), ("kRIT", .right),
        ]
        names += (1...24).map { ("kf\($0)", Key.function($0)) }
        var keys: [[UInt8]: Key] = [:]
        for (name, key) in names {
            // One byte is a character to us, whatever else it stands for.
            if let bytes = bytes(name), bytes.count > 1, bytes[0] == 0x1b, keys[bytes] == nil {
                keys[bytes] = key
            }
        }
        return keys
    }
}

extension TerminalTraits {
    /// How many colours a described terminal shows in an environment.
    static func colorLevel(of entry: TerminalEntry, _ options: TerminalOptions) -> ColorLevel {
        colorLevel(
            environment: options.environment, colors: entry.colors, isDirect: entry.isDirect,
            hasPaletteSequences: entry.hasPaletteSequences)
    }
}
