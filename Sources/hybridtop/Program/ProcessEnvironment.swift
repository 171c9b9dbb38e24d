import Glibc

/// What the process was started with, read once: the environment is not safe to read beside threads
/// that change it.
enum ProcessEnvironment {
    /// The variables.
    static let current: [String: String] = {
        var result: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let line = String(cString: text)
            if let equals = line.firstIndex(of: "=") {
                result[String(line[..<equals])] = String(line[line.index(after: equals)...])
            }
            entry += 1
        }
        return result
    }()

    /// Seconds east of UTC.
    static var zoneOffset: Int {
        var now = time(nil)
        var local = tm()
        localtime_r(&now, &local)
        return local.tm_gmtoff
    }
}
