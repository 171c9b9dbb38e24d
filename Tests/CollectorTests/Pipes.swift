import Glibc
import Support
import Testing

struct NoPipe: Error {}

/// A pipe; children do not inherit its ends.
func openPipe() throws -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw NoPipe() }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}

/// The next line, without its end. Never blocks a thread that children of the test need.
func readLine(from descriptor: Int32) async -> [UInt8] {
    await read(descriptor) { $0 == UInt8(ascii: "\n") }
}

/// All that comes until the other end is closed.
func readToEnd(of descriptor: Int32) async -> [UInt8] { await read(descriptor) { _ in false } }

private func read(_ descriptor: Int32, until isLast: (UInt8) -> Bool) async -> [UInt8] {
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var bytes: [UInt8] = []
    _ = await eventually {
        var byte: UInt8 = 0
        while true {
            let count = Glibc.read(descriptor, &byte, 1)
            if count < 0 { return errno != EAGAIN }
            if count == 0 || isLast(byte) { return true }
            bytes.append(byte)
        }
    }
    return bytes
}

/// How many descriptors this process has open.
func openDescriptors() -> Int {
    (0..<4096).count { fcntl($0, F_GETFD) >= 0 }
}
