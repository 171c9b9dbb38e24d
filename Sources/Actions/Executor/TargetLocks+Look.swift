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
}
