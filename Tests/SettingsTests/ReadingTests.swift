import Fleet
import Testing

@testable import Settings

@Suite struct ReadingTests {
    @Test func theSketchOfTheDesignIsRead() throws {
        let configuration = try LiteralProviders.read(
            """
            sites:
              hall-a:    { placement: dedicated, country: DE, pue: 1.3 }
              us-east-1: { placement: iaas, provider: aws }
            sources:
              - nvidia-smi: { hosts: "gpu-a[01-38]", site: hall-a, interval: 2s, labels: { rack: r1 } }
              - prometheus-scrape: { url: "http://vllm-1:8000/metrics", site: hall-a, endpoint: chat-70b }
              - haproxy: { socket: /run/haproxy/admin.sock }
              - sagemaker: { region: us-east-1 }
            workloads:
              chat-70b: { data_class: internal, router: haproxy/chat, objectives: { p95: 600ms, error_rate: 0.5% } }
            """)
        #expect(configuration.sites.map(\.name) == ["hall-a", "us-east-1"])
        #expect(configuration.sites[0].powerUsageEffectiveness == 1.3)
        #expect(configuration.sites[1].placement == .iaas)
        let smi = configuration.sources[0]
        #expect(smi.strings("hosts")?.count == 38)
        #expect(smi.strings("hosts")?.last == "gpu-a38")
        #expect(smi.interval == .seconds(2) && smi.deadline == .seconds(10))
        #expect(smi.labels == ["rack": "r1"])
        #expect(configuration.sources[1].source.description == "prometheus-scrape/vllm-1")
        #expect(configuration.sources[3].interval == .seconds(60))
        #expect(
            configuration.workloads == [
                WorkloadSettings(
                    name: "chat-70b", dataClass: "internal", router: "haproxy/chat",
                    objectives: [
                        WorkloadObjective(metric: .latencyP95, limit: 0.6),
                        WorkloadObjective(metric: .errorRatio, limit: 0.005),
                    ])
            ])
    }

    @Test func flagsGoOverEnvironmentGoesOverFile() throws {
        let text = "theme: paper\ninterval: 3s\ncolors: 16\n"
        let environment = ["HYBRIDTOP_THEME": "night", "HYBRIDTOP_INTERVAL": "4s"]
        let options = try LiteralProviders.read(
            text, environment: environment, flags: ["theme": "mono"]
        ).options
        #expect(options.theme == "mono")
        #expect(options.interval == .seconds(4))
        #expect(options.colors == "16")
    }

    @Test func wrongVariablesAndFlagsAreNamed() {
        #expect(
            LiteralProviders.errors(
                "", environment: ["HYBRIDTOP_COLORS": "tru"], flags: ["interval": "5"]) == """
                    HYBRIDTOP_COLORS: expected one of `auto`, `truecolor`, `256`, `16`, `8`, `mono`, found `tru`
                    --interval: expected a duration of at least 100ms, such as `250ms`, `2s` or `5m`, \
                    found `5`; did you mean `5s`?
                    """)
    }

    @Test(arguments: ["0", "0s", "0.05", "50ms", "-1"])
    func noIntervalIsSuggestedThatWouldBeRefused(text: String) {
        let flag = LiteralProviders.errors("", flags: ["interval": text])
        let file = LiteralProviders.errors(
            "interval: \(text)\nsources: [nvidia-smi: { interval: \(text) }]")
        #expect(!flag.contains("did you mean") && !file.contains("did you mean"))
        #expect(file.split(separator: "\n").count == 2)
        for line in [flag] + file.split(separator: "\n").map(String.init) {
            #expect(line.contains("at least 100ms"), "\(line)")
        }
    }

    @Test func aGeneralIntervalDoesNotHastenWhatIsSlowByDesign() throws {
        let configuration = try LiteralProviders.read(
            "interval: 1s\nsources:\n  - nvidia-smi\n  - sagemaker:\n")
        #expect(configuration.sources.map(\.interval) == [.seconds(1), .seconds(60)])
    }

    @Test func namesAreMadeFromWhatTellsEntriesApart() throws {
        let configuration = try LiteralProviders.read(
            """
            sources:
              - nvidia-smi
              - nvidia-smi: { hosts: [gpu01] }
              - prometheus-scrape: { url: "http://a:8000/metrics" }
              - prometheus-scrape: { url: "http://a:8001/metrics" }
              - prometheus-scrape: { url: "http://a:8001/other" }
              - sagemaker: { region: eu-west-1 }
            """)
        #expect(
            configuration.sources.map(\.source.description) == [
                "nvidia-smi/local", "nvidia-smi/gpu01", "prometheus-scrape/a:8000",
                "prometheus-scrape/a:8001", "prometheus-scrape/a:8001-2", "sagemaker/eu-west-1",
            ])
    }

    @Test(arguments: [
        (#"["gpu*", other]"#, ["gpu01", "gpu02", "other"]), (#""*,!gpu*""#, ["bastion", "web"]),
        (#"["!gpu01", "gpu?1", "gpu0[1-3]"]"#, ["gpu02", "gpu03"]),
        (#""w*,web,b*""#, ["web", "bastion"]),
    ])
    func patternsTakeHostsOfTheSSHConfiguration(text: String, hosts: [String]) throws {
        let configuration = try LiteralProviders.read(
            "sources: [{ nvidia-smi: { hosts: \(text) } }]")
        #expect(configuration.sources[0].strings("hosts") == hosts)
    }

    @Test func anEntrysOwnSSHConfigurationIsTheOneAsked() throws {
        let configuration = try LiteralProviders.read(
            "sources: [{ nvidia-smi: { hosts: \"o*\", ssh_config: fleet } }]")
        #expect(configuration.sources[0].strings("hosts") == ["other1", "other2"])
    }

    @Test func hostsThatNobodyNamesAreLocated() {
        let errors = LiteralProviders.errors(
            """
            sources:
              - nvidia-smi: { hosts: "db*" }
              - nvidia-smi: { hosts: [gpu01, "!gpu*"] }
              - nvidia-smi: { hosts: [] }
              - nvidia-smi: { hosts: "a*", ssh_config: missing }
              - nvidia-smi: { hosts: "a*", ssh_config: ~/fleet }
            """)
        #expect(
            errors == """
                config.yaml:2:26: sources[0].nvidia-smi.hosts: no host of the ssh configuration \
                matches `db*`; it names `bastion`, `gpu01`, `gpu02`, `web`
                config.yaml:3:26: sources[1].nvidia-smi.hosts: expected at least one host, found none \
                that is not taken out
                config.yaml:4:26: sources[2].nvidia-smi.hosts: expected at least one host, found none
                config.yaml:5:26: sources[3].nvidia-smi.hosts: there is no file `missing`
                config.yaml:6:26: sources[4].nvidia-smi.hosts: no host of `/home/ada/fleet` matches \
                `a*`; it names `other1`, `other2`
                """)
    }

    @Test func pathsAreResolved() throws {
        let text =
            "sources:\n  - nvidia-smi: { identity: ~/.ssh/fleet }\n  - haproxy: { socket: h.sock }\n"
        var surroundings = LiteralProviders.surroundings()
        surroundings.folder = "/etc/hybridtop"
        let configuration = try ConfigurationReader.read(text, file: "c", surroundings)
        #expect(configuration.sources[0].string("identity") == "/home/ada/.ssh/fleet")
        #expect(configuration.sources[1].string("socket") == "/etc/hybridtop/h.sock")
    }

    @Test func whatProvidersObjectToIsToldWithTheRest() {
        let errors = LiteralProviders.errors(
            """
            sources:
              - nvidia-smi: { hosts: [gpu01, gpu02], port: 70000 }
              - promql: {}
              - nvidia-smi: { port: 70000, hots: a }
              - nvidia-smi:
                  hosts: gpu[02-04]
            """)
        #expect(
            errors == """
                config.yaml:2:48: sources[0].nvidia-smi.port: found 70000
                config.yaml:3:5: sources[1]: unknown provider `promql`, expected one of `nvidia-smi`, \
                `prometheus-scrape`, `sagemaker`, `haproxy`
                config.yaml:4:25: sources[2].nvidia-smi.port: found 70000
                config.yaml:4:32: sources[2].nvidia-smi: unknown key `hots`; did you mean `hosts`?
                config.yaml:6:14: sources[3].nvidia-smi: `nvidia-smi/gpu02` is watched already, by the \
                entry at config.yaml:2:5
                """)
    }

    @Test func everythingIsReportedAtOnceInTheOrderOfTheFile() {
        let errors = LiteralProviders.errors(
            """
            intervall: 2s
            sources:
              - nvidia-smi: { port: x, hosts: "gpu[3-1]" }
              - promethus-scrape: {}
              - prometheus-scrape: { url: vllm }
            intervall: 3s
            """)
        let lines = errors.split(separator: "\n")
        #expect(lines.map { $0.split(separator: ":")[1] } == ["1", "3", "3", "4", "5", "6"])
    }
}
