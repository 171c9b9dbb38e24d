package import Fleet

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension TargetLocks {
    /// Whether some program acts on one of the targets now. Asked for the blink of an eye with a shared
    /// lock.
    package func isAnyHeld(_ targets: [ActionTarget]) -> Bool {
        targets.contains { target in
            let path = "\(folder)/\(Self.name(target))"
            let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { return false }
            defer { _ = close(descriptor) }
            return flock(descriptor, LOCK_SH | LOCK_NB) != 0
        }
    }

    /// Which program acts on one of the targets, as it has written into its lock: `pid 4711 on desk`;
    /// `nil` where none says so. What a lock says that nobody holds any more is old.
    package func holder(_ targets: [ActionTarget]) -> String? {
        targets.lazy.compactMap { target -> String? in
            let path = "\(folder)/\(Self.name(target))"
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { return nil }
            defer { _ = close(descriptor) }
            var bytes = [UInt8](repeating: 0, count: 200)
            let count = read(descriptor, &bytes, bytes.count)
            guard count > 0 else { return nil }
            return CleanText.clean(String(decoding: bytes.prefix(count), as: UTF8.self))
        }.first
    }

    /// Says whose lock it is, for people: the lock itself is the system's.
    static func sign(_ descriptor: Int32) {
        var name = [UInt8](repeating: 0, count: 256)
        let isNamed = name.withUnsafeMutableBytes { bytes in
            guard let first = bytes.bindMemory(to: CChar.self).baseAddress else { return false }
            return gethostname(first, bytes.count - 1) == 0
        }
        let host = isNamed ? String(decoding: name.prefix { $0 != 0 }, as: UTF8.self) : ""
        let text = Array("pid \(getpid())\(host.isEmpty ? "" : " on \(host)")".utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, text, text.count, 0)
    }
}
