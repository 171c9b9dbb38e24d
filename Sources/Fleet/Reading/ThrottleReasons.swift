/// Why a GPU's clocks are held down, as the driver's `clocks_event_reasons` (formerly
/// `clocks_throttle_reasons`) bit mask has it (NVML `nvmlClocksEventReason*`).
public struct ThrottleReasons: OptionSet, Sendable, Hashable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Nothing to do: not a problem.
    public static let idle = ThrottleReasons(rawValue: 0x1)
    /// Clocks were set by hand: not a problem.
    public static let applicationClocks = ThrottleReasons(rawValue: 0x2)
    /// The power limit holds it down.
    public static let powerCap = ThrottleReasons(rawValue: 0x4)
    /// Hardware slow-down: thermal, power brake or a fault.
    public static let hardwareSlowdown = ThrottleReasons(rawValue: 0x8)
    /// Held in step with other GPUs of a sync-boost group.
    public static let syncBoost = ThrottleReasons(rawValue: 0x10)
    /// The driver holds it down for temperature.
    public static let softwareThermal = ThrottleReasons(rawValue: 0x20)
    /// The hardware holds it down for temperature.
    public static let hardwareThermal = ThrottleReasons(rawValue: 0x40)
    /// An external power brake (the server's power supply) is asserted.
    public static let powerBrake = ThrottleReasons(rawValue: 0x80)
    /// The display clock setting holds it down.
    public static let displayClock = ThrottleReasons(rawValue: 0x100)

    /// The reasons that cost performance and want a person's attention.
    public static let harmful: ThrottleReasons = [
        .hardwareSlowdown, .softwareThermal, .hardwareThermal, .powerBrake,
    ]

    /// Each reason with its word, in the driver's order of bits.
    public static let words: [(ThrottleReasons, String)] = [
        (.idle, "idle"), (.applicationClocks, "app clocks"), (.powerCap, "power cap"),
        (.hardwareSlowdown, "hw slowdown"), (.syncBoost, "sync boost"),
        (.softwareThermal, "sw thermal"), (.hardwareThermal, "hw thermal"),
        (.powerBrake, "power brake"), (.displayClock, "display clock"),
    ]

    /// The reasons in words, without `idle`, which is none; empty where nothing holds it down.
    public var text: String {
        Self.words.filter { $0.0 != .idle && contains($0.0) }.map(\.1).joined(separator: ", ")
    }
}

/// What the driver says is needed to bring a GPU back (nvidia-smi `gpu_recovery_action`, NVML
/// `nvmlDeviceGpuRecoveryAction_t`).
public enum RecoveryAction: Int, Sendable, CaseIterable {
    /// It is well.
    case none = 0
    /// A reset of the GPU.
    case reset = 1
    /// A reboot of the node.
    case reboot = 2
    /// Work that talks to it over NVLink or PCIe is to be drained.
    case drainPeers = 3
    /// Drain it, then reset it.
    case drainAndReset = 4

    /// As the driver words it.
    public var word: String {
        switch self {
        case .none: "none"
        case .reset: "reset GPU"
        case .reboot: "reboot node"
        case .drainPeers: "drain P2P"
        case .drainAndReset: "drain and reset"
        }
    }
}
