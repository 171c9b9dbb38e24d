/// Where the rules draw their lines. A pair is (raise at, clear below): the gap keeps a reading that
/// wavers around a line from raising the same finding again and again.
package struct HealthLimits: Sendable, Hashable {
    /// A line with a gap: raised at the first, kept until the reading is beyond the second.
    package struct Line: Sendable, Hashable {
        /// From here on it is a finding.
        package var raise: Double
        /// Back beyond this it is none any more.
        package var clear: Double

        /// Raised at `raise`, cleared at `clear`.
        package init(_ raise: Double, clear: Double) {
            self.raise = raise
            self.clear = clear
        }
    }

    /// Core temperature, in degrees Celsius.
    package var temperature = Line(86, clear: 82)
    /// Memory temperature, in degrees Celsius.
    package var memoryTemperature = Line(98, clear: 94)
    /// The fullest file system.
    package var disk = Line(0.90, clear: 0.88)
    /// The same, when it is about to stop things.
    package var diskCritical = Line(0.97, clear: 0.95)
    /// Share of failed requests that is worth a look.
    package var errorRatio = Line(0.01, clear: 0.006)
    /// Share of failed requests that is an outage.
    package var errorRatioCritical = Line(0.05, clear: 0.03)
    /// KV cache in use, while requests wait.
    package var cacheUsage = Line(0.95, clear: 0.90)
    /// Requests waiting before a growing queue counts.
    package var queue = Line(10, clear: 4)
    /// How much a queue has to grow over ``queueWindow``.
    package var queueGrowth = 1.4
    /// Over which a queue is compared with itself.
    package var queueWindow = Duration.seconds(30)
    /// Utilisation below which an accelerator does nothing.
    package var idleUtilization = 0.02
    /// Share of device memory above which an accelerator counts as allocated.
    package var allocatedMemory = 0.3
    /// Idle for this long is waste.
    package var idleAfter = Duration.seconds(600)
    /// A source that has been silent for this long is broken, not late.
    package var silenceCritical = Duration.seconds(120)
    /// An endpoint that nobody reaches for this long is down, not late.
    package var endpointSilenceCritical = Duration.seconds(30)
    /// Replicas may be short for this long while they are being started.
    package var replicasGrace = Duration.seconds(60)
    /// A certificate that expires sooner is worth a look; half a week before, it is urgent.
    package var certificate = Duration.seconds(14 * 86_400)
    /// How long a reboot is worth telling.
    package var rebootNews = Duration.seconds(900)
    /// How long an Xid error that is not critical is worth telling.
    package var xidNews = Duration.seconds(86_400)

    /// The lines as written above.
    package init() {}
}

/// What an endpoint is to keep to. Absent parts are not judged.
package struct Objective: Sendable, Hashable {
    /// 95th percentile of the latency, in seconds.
    package var latencyP95: Double?
    /// 95th percentile of the time to first token, in seconds.
    package var firstTokenP95: Double?
    /// Share of failed requests.
    package var errorRatio: Double?

    /// An objective with the parts that are set.
    package init(
        latencyP95: Double? = nil, firstTokenP95: Double? = nil, errorRatio: Double? = nil
    ) {
        self.latencyP95 = latencyP95
        self.firstTokenP95 = firstTokenP95
        self.errorRatio = errorRatio
    }
}
