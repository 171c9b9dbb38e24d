/// PCI addresses compared: nvidia-smi writes the domain with eight digits, the kernel with four, and
/// either in any case; a kernel message may leave out the function.
package enum PCIAddress {
    /// Whether two spellings mean one device. Makes no strings: it is asked for each pair of a node's
    /// devices when their order differs.
    package static func isSame(_ one: String, _ other: String) -> Bool {
        if let first = number(one), let second = number(other) { return first == second }
        return normalised(one) == normalised(other)
    }

    /// Domain, bus and device as one number; `nil` for what is no address.
    package static func number(_ address: String) -> UInt64? {
        var fields: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var colons = 0
        for byte in address.utf8 {
            if byte == UInt8(ascii: ".") { break }
            if byte == UInt8(ascii: ":") {
                colons += 1
                fields = (fields.1, fields.2, 0)
                continue
            }
            let letter = byte | 0x20
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): fields.2 = fields.2 << 4 | UInt64(byte & 15)
            case _ where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(letter):
                fields.2 = fields.2 << 4 | UInt64(letter - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        guard colons == 1 || colons == 2, fields.0 < 1 << 32, fields.1 < 256, fields.2 < 256 else {
            return nil
        }
        return fields.0 << 16 | fields.1 << 8 | fields.2
    }

    /// `00000000:9B:00.0` as `0000:9b:00`.
    package static func normalised(_ address: String) -> String {
        var parts = address.lowercased().split(separator: ":").map(String.init)
        guard parts.count >= 2 else { return address.lowercased() }
        if parts.count == 2 { parts.insert("0000", at: 0) }
        let domain = parts[0].drop { $0 == "0" }
        parts[0] = String(repeating: "0", count: max(0, 4 - domain.count)) + domain
        if let point = parts[2].firstIndex(of: ".") { parts[2] = String(parts[2][..<point]) }
        return parts.prefix(3).joined(separator: ":")
    }
}
