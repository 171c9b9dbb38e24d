import Glibc

/// File descriptors of the process.
package enum Descriptors {
    /// Raises the soft limit to the hard one: each running child takes three, each host more.
    package static func raiseLimit() {
        var limit = rlimit()
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(files, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(files, &limit)
    }

    static func close(_ descriptor: Int32) { Glibc.close(descriptor) }
}
