import Actions
import Collector
import Fleet
import Glibc
import Providers
import Settings

/// Everything that acting takes, made from a configuration: the policy, the control planes, the journal
/// and the locks.
struct ActionDesk: Sendable {
    private let configuration: FleetConfiguration
    private let plan: FleetPlan
    /// The sources that can act.
    let providers: [SourceID: any ActionableProvider]

    /// A desk for what a plan of the fleet names.
    init(_ configuration: FleetConfiguration, _ plan: FleetPlan) throws(SettingError) {
        self.configuration = configuration
        self.plan = plan
        var providers: [SourceID: any ActionableProvider] = [:]
        for source in try plan.sources() {
            providers[source.settings.source] = source.provider as? any ActionableProvider
        }
        self.providers = providers
    }

    /// The executor, which tells every change. Nothing is unlocked but what the configuration pins.
    func executor(
        bearings: any BearingSource, report: @escaping @Sendable (ActionMachine) -> Void
    ) throws(Journal.Failure) -> ActionExecutor {
        let folder = plan.stateFolder ?? StateFolder.path(ProcessEnvironment.current)
        let policy = policy
        var setting = ActionSetting(
            context: configuration.options.context, actor: Self.actor,
            hold: configuration.staging.hold, policy: policy, bearings: bearings)
        setting.gate = { policy.gate(of: $0) }
        setting.provider = { [providers] in providers[$0] }
        return ActionExecutor(
            setting,
            journal: try Journal(
                path: folder + "/actions.jsonl", log: plan.isDemo ? nil : SystemLog()),
            locks: TargetLocks(folder: folder + "/locks"), access: WriteAccess(pin: pin),
            clock: plan.transports.clock, report: report)
    }

    private var pin: WriteAccess.Pin {
        if let why = configuration.options.contextObjection { return .refused(why) }
        return switch configuration.policy.isReadOnly {
        case true?: .readOnly
        case false?: .writable
        case nil: .none
        }
    }

    /// What the configuration allows.
    var policy: ActionPolicy {
        let said = configuration.policy
        var policy = ActionPolicy(
            residency: ResidencyCheck(rules: said.dataClasses), sites: configuration.sites,
            workloads: configuration.workloads.map(Self.workload), mostOut: said.mostOut,
            isProduction: said.isProduction, rules: said.rules)
        for source in configuration.sources where source.site != Site.unnamed.name {
            if let url = source.string("url") {
                policy.siteOfAddress[Authority.of(url)] = source.site
            }
        }
        return policy
    }

    private static func workload(_ settings: WorkloadSettings) -> ActionPolicy.Workload {
        ActionPolicy.Workload(
            name: settings.name, router: settings.router, dataClass: settings.dataClass,
            objective: FleetPlan.objective(settings))
    }

    /// Time and chance: `20261121T120000-3f9a1c`.
    static func newID() -> String {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        strftime(&buffer, buffer.count, "%Y%m%dT%H%M%S", &parts)
        let chance = String(UInt32.random(in: 0..<(1 << 24)), radix: 16)
        return "\(text(buffer))-\(String(repeating: "0", count: 6 - chance.count))\(chance)"
    }

    /// Who acts: `ada@desk`.
    static var actor: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let user = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) }
        let other = ProcessEnvironment.current["USER"] ?? "uid \(getuid())"
        return CleanText.clean("\(user ?? other)@\(text(name))", limit: 120)
    }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
