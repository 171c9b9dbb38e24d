import Fleet
import FoundationEssentials
import Glibc

/// Names of files that were put aside: `fleet.jsonl.20261121T140211.482Z`, with `.gz` once they are
/// compressed. Their order is that of time.
enum PutAsideName {
    /// A name that is not taken yet.
    static func free(for path: String, at now: WallTime) -> String {
        var time = now
        while true {
            let name = "\(path).\(stamp(time))"
            if access(name, F_OK) != 0, access("\(name).gz", F_OK) != 0 { return name }
            time = time + .milliseconds(1)
        }
    }

    private static func stamp(_ time: WallTime) -> String {
        var bytes: [UInt8] = []
        bytes.append(time: time)
        bytes.removeAll { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Every file that was put aside for the path, oldest first.
    static func all(for path: String) -> [String] {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) } ?? "."
        let base = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let place = folder.isEmpty ? "/" : folder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.filter { isPutAside($0, of: base) }.sorted()
            .map { slash == nil ? $0 : "\(folder)/\($0)" }
    }

    private static func isPutAside(_ name: String, of base: String) -> Bool {
        guard name.hasPrefix("\(base).") else { return false }
        var rest = name.dropFirst(base.count + 1)
        if rest.hasSuffix(".gz") { rest = rest.dropLast(3) }
        let shape = rest.utf8.map { (0x30...0x39).contains($0) ? UInt8(ascii: "0") : $0 }
        return shape == Array("00000000T000000.000Z".utf8)
    }

    /// Deletes the oldest beyond the number to keep; 0 keeps all.
    static func prune(_ path: String, keep: Int) {
        guard keep > 0 else { return }
        for old in all(for: path).dropLast(keep) { unlink(old) }
    }
}
