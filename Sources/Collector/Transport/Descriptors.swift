import Glibc

/// File descriptors of the process.
package enum Descriptors {
    /// Raises the soft limit to the hard one: each running child takes three, each stream one more.
    /// Returns the limit that is then in force.
    @discardableResult
    package static func raiseLimit() -> Int {
        var limit = rlimit()
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(files, &limit) == 0 else { return 0 }
        if limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            setrlimit(files, &limit)
            getrlimit(files, &limit)
        }
        return Int(clamping: limit.rlim_cur)
    }
}

/// The process or the system has no file descriptor left for what cannot do without.
package struct DescriptorShortage: Error, CustomStringConvertible {
    package var description: String {
        "no file descriptors are left to start with; raise the limit (ulimit -n)"
    }
}
