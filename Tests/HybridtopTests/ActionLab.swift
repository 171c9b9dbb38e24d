import FoundationEssentials
import Support
import Testing

/// The real program before a real router, and its journal.
final class ActionLab: JournalledLab {
    let lab: HAProxyLab
    let program: ProgramRun

    /// A lab with a program that knows it; `more` is added to the configuration.
    init(_ more: String = "") throws {
        lab = try HAProxyLab()
        program = try ProgramRun(Self.configuration(lab, more))
    }

    deinit { lab.end() }

    /// The configuration of a program that acts on a lab.
    static func configuration(_ lab: HAProxyLab, _ more: String = "") -> String {
        """
        context: prod
        sites: { hall-a: { placement: dedicated }, us-east-1: { placement: iaas, country: US } }
        sources:
          - haproxy:
              name: edge
              sockets: [\(lab.addresses.sockets[0]), \(lab.addresses.passedSocket)]
              deadline: 2s
              sites: { own: hall-a, rented: us-east-1, one: hall-a, two: hall-a }
              interval: 300ms
        workloads:
          chat: { router: haproxy/chat, data_class: open, objectives: { error_rate: 5% } }
        policy: { data_classes: { open: {}, patient: { owned_only: true } } }
        \(more)
        """
    }

    /// Another program with a configuration of its own, and the same state or its own.
    func other(sharesState: Bool) throws -> (ProgramRun, [String: String]) {
        let other = try ProgramRun(Self.configuration(lab))
        return (other, sharesState ? ["XDG_STATE_HOME": "\(program.folder.path)/state"] : [:])
    }

    /// The weights of both servers on both instances.
    var weights: [String] {
        get throws {
            try (0...1).flatMap { instance in
                try ["own", "rented"].map { server in
                    let answer = try lab.say("get weight chat/\(server)", instance: instance)
                    return answer.split(separator: " ").first.map(String.init) ?? ""
                }
            }
        }
    }

    /// The share of the next hundred requests that lands on the rented server, as the servers count.
    func landed() throws -> Double {
        let before = try lab.counts()
        var after = before
        func more(_ name: String) -> Int { (after[name] ?? 0) - (before[name] ?? 0) }
        for _ in 0..<1000 where more("own") + more("rented") < 100 { after = try lab.counts() }
        return Double(more("rented")) / Double(max(1, more("own") + more("rented")))
    }

    /// No step is sent twice, whatever was ended and begun again in between.
    func expectNothingSentTwice() {
        let sent = journal.filter { $0.contains("\"event\":\"sending\"") }.map { line in
            ["action", "stage", "step"].compactMap { key in
                line.firstRange(of: "\"\(key)\":").map {
                    String(line[$0.upperBound...].prefix { $0 != "," && $0 != "}" })
                }
            }
        }
        #expect(Set(sent).count == sent.count, "\(sent)")
    }
}
