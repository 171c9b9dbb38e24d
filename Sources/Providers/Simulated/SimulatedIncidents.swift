/// What goes wrong in the simulated fleet, and when: a script that loops, so that whoever looks for a
/// few minutes sees each of it begin and end. Times are seconds since the simulation began.
struct SimulatedIncidents: Sendable {
    /// One round of the script.
    static let period = 600.0

    /// One thing that goes wrong, within each round.
    struct Incident: Sendable {
        var start: Double
        var end: Double
    }

    /// A GPU falls off the bus (Xid 79); the node is rebooted at the end.
    static let lostGPU = Incident(start: 4, end: 270)
    static let lostNode = "gpu-b17"
    static let lostIndex = 5
    /// Requests come faster than they are served.
    static let queue = Incident(start: 25, end: 205)
    static let queueEndpoint = "chat-70b"
    /// A fan tray fails: two GPUs are slowed by heat.
    static let heat = Incident(start: 150, end: 330)
    static let heatNode = "gpu-a13"
    static let heatIndices = 2...3
    /// A node does not answer.
    static let silence = Incident(start: 230, end: 320)
    static let silentNode = "gpu-a04"
    /// A server starts anew and loads its model.
    static let coldStart = Incident(start: 330, end: 400)
    static let coldEndpoint = "translate"
    /// A server fails a share of its requests.
    static let errors = Incident(start: 380, end: 480)
    static let errorEndpoint = "vision-11b"
    /// A cloud adds an instance to an endpoint.
    static let growth = Incident(start: 240, end: 420)
    static let growingEndpoint = "embed"

    /// File systems that are fuller than others, all the time.
    static let fullDisks = ["gpu-b20": 0.924]

    /// Seconds into the current round.
    private let phase: Double
    /// Which round it is.
    let round: Int
    private let time: Double

    /// What goes wrong at a moment.
    init(at time: Double) {
        self.time = max(time, 0)
        round = Int(self.time / Self.period)
        phase = self.time - Double(round) * Self.period
    }

    /// Whether an incident is on.
    func isOn(_ incident: Incident) -> Bool { phase >= incident.start && phase < incident.end }

    /// How far an incident is: 0 outside, rising to 1 in `rise` seconds and falling likewise.
    func strength(_ incident: Incident, rise: Double) -> Double {
        guard isOn(incident) else { return 0 }
        return min(1, (phase - incident.start) / rise, (incident.end - phase) / rise)
    }

    /// When the incident last began; `nil` if it has not yet.
    func lastStart(_ incident: Incident) -> Double? {
        let start = Double(round) * Self.period + incident.start
        let last = phase >= incident.start ? start : start - Self.period
        return last >= 0 ? last : nil
    }

    /// How often the incident has ended.
    func completed(_ incident: Incident) -> Int { phase >= incident.end ? round + 1 : round }

    /// Whether a GPU is off the bus.
    func isLost(node: String, index: Int) -> Bool {
        node == Self.lostNode && index == Self.lostIndex && isOn(Self.lostGPU)
    }

    /// Whether a node answers nothing.
    func isSilent(_ node: String) -> Bool { node == Self.silentNode && isOn(Self.silence) }

    /// How strongly a GPU is held down by heat.
    func heat(node: String, index: Int) -> Double {
        guard node == Self.heatNode, Self.heatIndices.contains(index) else { return 0 }
        return strength(Self.heat, rise: 30)
    }
}
