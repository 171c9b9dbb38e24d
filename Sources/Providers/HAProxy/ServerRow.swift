import Fleet

/// One server of one backend, or a backend as a whole (``server`` is `BACKEND`), as `show stat` tells it
/// (HAProxy 1.8 to 3.x; management guide, section 9.1).
struct ServerRow: Sendable, Hashable {
    var backend = ""
    var server = ""
    /// `UP`, `DOWN 1/2`, `DRAIN`, `MAINT (via ...)`, `no check`...
    var status = ""
    /// What the operator has set, whatever slow start makes of it; `nil` on old versions.
    var userWeight: Int?
    var weight: Int?
    var isBackup = false
    /// Sessions now, and since HAProxy started.
    var sessions: Int?
    var sessionsTotal: Int?
    var queued: Int?
    /// Sessions in the last second.
    var rate: Int?
    /// Answers since HAProxy started: all that have a status, and those of the server's own failure.
    var answers: Int?
    var failures: Int?
    /// The same by their status alone: all of them, and those of a server's failure.
    var statuses: Int?
    var errors: Int?
    /// Mean milliseconds over the last 1024 requests.
    var totalMilliseconds: Int?
    var queueMilliseconds: Int?
    var address = ""
    /// Set on backends alone: `roundrobin`, `source`...
    var algorithm = ""
    var check = ""

    /// Weight for the share of requests that it gets.
    var share: Int { userWeight ?? weight ?? 0 }

    var isDraining: Bool { status.hasPrefix("DRAIN") }
    var isInMaintenance: Bool { status.hasPrefix("MAINT") }
    /// Whether it takes new requests: `UP 1/3` (going down) does, `DOWN 1/2` (coming up) does not.
    var isUp: Bool { status.hasPrefix("UP") || status == "no check" }

    /// What the runtime interface calls it.
    var uid: String { "\(backend)/\(server)" }
}

extension ServerRow {
    /// Reads the answer to `show stat`: CSV whose columns are told by name, because they grow with the
    /// versions. Frontends and listeners are left out.
    static func decode(_ bytes: [UInt8]) throws(SourceFailure) -> [ServerRow] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first, first.starts(with: "# pxname,".utf8) else {
            let text = CleanText.clean(String(decoding: bytes.prefix(160), as: UTF8.self))
            throw SourceFailure(
                .malformed, "This is no answer to `show stat`: \(text)",
                nextStep: "Is the socket HAProxy's runtime interface (stats socket)?")
        }
        lines.removeFirst()
        let names = fields(first.dropFirst(2))
        guard names.contains("svname"), names.contains("type"), names.contains("status") else {
            throw SourceFailure(.malformed, "The answer to `show stat` lacks svname or status.")
        }
        return lines.compactMap { row(fields($0), names) }
    }

    /// More than anything counts in a year at a million a second: a greater number is none, and sums of
    /// these hold in an `Int`.
    private static let most = 1 << 45

    private static func row(_ values: [String], _ names: [String]) -> ServerRow? {
        var told: [String: String] = [:]
        for (name, value) in zip(names, values) where !value.isEmpty { told[name] = value }
        guard let type = told["type"], type == "1" || type == "2", let backend = told["pxname"],
            let server = told["svname"], let status = told["status"]
        else { return nil }
        func number(_ name: String) -> Int? {
            told[name].flatMap { Int($0) }.flatMap { (0...most).contains($0) ? $0 : nil }
        }
        var row = ServerRow(
            backend: CleanText.clean(backend), server: CleanText.clean(server),
            status: CleanText.clean(status, limit: 40))
        row.userWeight = number("uweight")
        row.weight = number("weight")
        row.isBackup = number("bck") == 1 && type == "2"
        row.sessions = number("scur")
        row.sessionsTotal = number("stot")
        row.queued = number("qcur")
        row.rate = number("rate")
        row.takeAnswers(number)
        row.totalMilliseconds = number("ttime")
        row.queueMilliseconds = number("qtime")
        row.address = CleanText.clean(told["addr"] ?? "")
        row.algorithm = CleanText.clean(told["algo"] ?? "", limit: 40)
        row.check = CleanText.clean(told["check_status"] ?? "", limit: 40)
        return row
    }

    private mutating func takeAnswers(_ number: (String) -> Int?) {
        let all = ["hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx"].compactMap(number)
        guard all.count == 5 else { return }
        // Connections that failed and answers that broke off have no status.
        let broken = (number("econ") ?? 0) + (number("eresp") ?? 0)
        (statuses, errors) = (all.reduce(0, +), all[4])
        answers = all.reduce(0, +) + broken
        failures = all[4] + broken
    }

    /// The fields of a line; quotes hold commas and doubled quotes.
    private static func fields(_ line: ArraySlice<UInt8>) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        for byte in line {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted:
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            case UInt8(ascii: "\r"): break
            default: field.append(byte)
            }
        }
        fields.append(String(decoding: field, as: UTF8.self))
        return fields
    }
}
