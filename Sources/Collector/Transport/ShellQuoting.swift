/// Writes words for a POSIX shell at the other end of ssh. Nothing local is ever run by a shell.
package enum ShellQuoting {
    /// A word that the shell reads back as exactly this.
    package static func quote(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ","), UInt8(ascii: "="),
                    UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: "%"):
                    true
                default: false
                }
            }
        if isPlain { return word }
        return "'"
            + word.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }

    /// What is written before a command's own output, so that what start-up files print can be told
    /// from it.
    package static let marker = "@hybridtop:begin@"

    /// A command line that any login shell runs as this command under a POSIX shell, ended when its
    /// standard input ends: our end of the connection is gone then, and nothing may be left behind.
    package static func remoteLine(_ words: [String], marks: Bool) -> String {
        let command = words.map(quote).joined(separator: " ")
        let start = marks ? "echo \(quote(marker)); " : ""
        let script =
            "exec 3<&0 </dev/null; \(start)\(command) & p=$!; "
            + "{ cat <&3; kill $p; sleep 1; kill -9 $p; } >/dev/null 2>&1 & w=$!; exec 3<&-; "
            + "wait $p; s=$?; kill $w 2>/dev/null; exit $s"
        return "exec /bin/sh -c \(quote(script))"
    }

    /// The output after the marker; all of it where there is none.
    package static func afterMarker(_ output: [UInt8]) -> [UInt8] {
        let mark = Array((marker + "\n").utf8)
        guard output.count >= mark.count else { return output }
        for start in 0...(output.count - mark.count)
        where output[start] == mark[0] && output[start..<start + mark.count].elementsEqual(mark) {
            return Array(output[(start + mark.count)...])
        }
        return output
    }
}
