extension FilterWord {
    /// The short names of numbers.
    static let numbers: [FilterWord] = accelerators + nodes + endpoints + jobs

    private static let accelerators: [FilterWord] = [
        gpu("util", .utilization, "GPU utilisation", "util<10"),
        FilterWord(
            name: "mem", field: .number(.memoryRatio),
            summary: "GPU memory used, as a share or in bytes", example: "mem>80%  mem>40GiB"),
        gpu("temp", .temperature, "GPU temperature, °C", "temp>80"),
        gpu("power", .power, "power, watts", "power>500"),
        gpu("fan", .fanSpeed, "fan speed", "fan>90%"),
        gpu("clock", .smClock, "SM clock", "clock<1GHz"),
        gpu("ecc", .eccUncorrected, "uncorrected ECC errors", "ecc>0"),
        gpu("xid", .lastXid, "last Xid", "xid=79"),
        gpu("procs", .processCount, "compute processes", "procs=0"),
        FilterWord(
            name: "gpus", field: .number(.accelerators), summary: "number of GPUs",
            example: "gpus<8"),
        FilterWord(
            name: "age", field: .number(.age), summary: "age of the readings", example: "age>30s"),
    ]

    private static let nodes: [FilterWord] = [
        host("load", .load1, "one-minute load", "load>64"),
        host("cpu", .cpuUtilization, "host CPU", "cpu>90%"),
        FilterWord(
            name: "hostmem", field: .number(.hostMemoryRatio), summary: "host memory used",
            example: "hostmem>90%"),
        host("disk", .diskUsed, "fullest file system", "disk>90%"),
        host("uptime", .uptime, "time since boot", "uptime<1h"),
    ]

    private static let endpoints: [FilterWord] = [
        serving("rate", .requestRate, "requests a second", "rate>100"),
        serving("err", .errorRatio, "share of failed requests", "err>1%"),
        serving("p50", .latencyP50, "median latency", "p50>200ms"),
        serving("p95", .latencyP95, "95th percentile latency", "p95>600ms"),
        serving("p99", .latencyP99, "99th percentile latency", "p99>2s"),
        serving("ttft", .firstTokenP95, "time to first token, p95", "ttft>300ms"),
        serving("tpot", .outputTokenP95, "time per output token, p95", "tpot>50ms"),
        serving("tokens", .tokensOut, "generated tokens a second", "tokens>1k"),
        serving("running", .requestsRunning, "requests that run", "running>0"),
        serving("queue", .requestsWaiting, "requests that wait", "queue>10"),
        serving("kv", .cacheUsage, "KV cache in use", "kv>90%"),
        serving("ready", .replicasReady, "replicas that serve", "ready<2"),
        serving("share", .share, "share of the traffic", "share<50%"),
        serving("cert", .certificateExpiry, "time to certificate expiry", "cert<14d"),
        serving("status", .statusCode, "HTTP status of the last check", "status!=200"),
    ]

    private static let jobs: [FilterWord] = [
        job("idletime", .idle, "how long a job's GPUs have been idle", "idletime>15m"),
        job("elapsed", .elapsed, "how long a job has run or waited", "elapsed>1d"),
        job("left", .left, "how long a job may run on", "left<1h"),
    ]

    private static func job(
        _ name: String, _ number: JobNumber, _ summary: String, _ example: String
    ) -> FilterWord {
        FilterWord(name: name, field: .number(.job(number)), summary: summary, example: example)
    }

    private static func gpu(
        _ name: String, _ metric: AcceleratorMetric, _ summary: String, _ example: String
    ) -> FilterWord {
        FilterWord(
            name: name, field: .number(.accelerator(metric)), summary: summary, example: example)
    }

    private static func host(
        _ name: String, _ metric: NodeMetric, _ summary: String, _ example: String
    ) -> FilterWord {
        FilterWord(name: name, field: .number(.node(metric)), summary: summary, example: example)
    }

    private static func serving(
        _ name: String, _ metric: EndpointMetric, _ summary: String, _ example: String
    ) -> FilterWord {
        FilterWord(
            name: name, field: .number(.endpoint(metric)), summary: summary, example: example)
    }
}
