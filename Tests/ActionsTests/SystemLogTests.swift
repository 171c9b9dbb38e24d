import Actions
import Fleet
import Support
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// The copy of the journal, as a real datagram socket receives it.
struct SystemLogTests {
    @Test func everyEntryIsCopiedAndNobodyIsWaitedFor() throws {
        var template = Array("/tmp/hybridtop-log-XXXXXX".utf8CString)
        let made = mkdtemp(&template)
        let folder = String(cString: try #require(made))
        let place = folder + "/log"
        defer {
            for name in ["/log", "/actions.jsonl"] { _ = unlink(folder + name) }
            _ = rmdir(folder)
        }
        let receiver = try #require(listen(place))
        defer { _ = close(receiver) }
        let journal = try Journal(
            path: folder + "/actions.jsonl", log: SystemLog(path: place, name: "test"))
        let plan = SamplePlan.drain(["n1"])
        let entry = JournalEntry(
            action: plan.id, sequence: 0, time: WallTime(seconds: 1_000), content: .plan(plan))
        try journal.append(entry)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(receiver, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        let text = String(decoding: buffer[..<max(count, 0)], as: UTF8.self)
        let line = String(decoding: try Journal.encode(entry).dropLast(), as: UTF8.self)
        #expect(text == "<13>test[\(getpid())]: \(line)")
        // Nobody reads any more, and then nobody is there: neither holds anything up.
        for _ in 0..<2_000 { SystemLog(path: place).send(Array("full".utf8)) }
        SystemLog(path: folder + "/nowhere").send(Array("lost".utf8))
    }

    private func listen(_ place: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: place.utf8) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return status == 0 ? descriptor : nil
    }
}
