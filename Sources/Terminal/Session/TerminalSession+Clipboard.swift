extension TerminalSession {
    /// Puts text on the clipboard of the terminal's user (OSC 52); terminals that do not know that, or
    /// are told not to, ignore it. At most 64 kB.
    package func copy(_ text: String) {
        guard hasScreen else { return }
        send(Array("\u{1b}]52;c;\(Self.base64(Array(text.utf8.prefix(65_536))))\u{07}".utf8))
    }

    static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let word = part.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
            for place in 0..<4 {
                let isFilled = place <= part.count
                result.append(isFilled ? digits[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
