import Fleet
import Testing

@testable import Providers

/// Kubeconfig files as kubectl and the clouds' tools write them, and as they should not be.
@Suite struct KubeConfigTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func config(
        server: String = "https://one:6443", cluster: String = "", user: String = "token: t0ken",
        name: String = "one"
    ) -> String {
        """
        apiVersion: v1
        kind: Config
        preferences: {}
        current-context: \(name)
        clusters:
        - name: \(name)
          cluster:
            server: \(server)
            \(cluster)
        contexts:
        - context: {cluster: \(name), user: \(name), namespace: chat}
          name: \(name)
        users:
        - name: \(name)
          user:
            \(user)
        """
    }

    private func target(_ text: String, context: String? = nil) throws -> KubeTarget {
        try KubeConfig(files: [folder.write(text, "config")]).target(context)
    }

    private func problem(_ text: String, context: String? = nil) throws -> String {
        let file = try folder.write(text, "config")
        do throws(KubeConfig.Problem) {
            _ = try KubeConfig(files: [file]).target(context)
            return ""
        } catch { return error.message }
    }

    @Test func theCurrentContextIsMeant() throws {
        let target = try target(config())
        #expect(target.server == "https://one:6443" && target.namespace == "chat")
        #expect(target.user.token?.reveal() == "t0ken" && target.context == "one")
        #expect(!String(reflecting: target).contains("t0ken"))
    }

    /// As kubectl documents it: of each name the first file counts, and the first current context; what
    /// is not there is passed over.
    @Test func ofSeveralFilesTheFirstCounts() throws {
        let first = try folder.write(config(name: "one"), "a/config")
        let third = try folder.write(
            config(server: "https://two", name: "two")
                + "\n- {name: one, user: {token: other}}\n", "c/config")
        let environment = ["KUBECONFIG": ":\(folder.path)/none:\(first)::\(third)"]
        let all = try KubeConfig(files: KubeConfig.files(environment))
        #expect(all.contextNames == ["one", "two"] && all.currentContext == "one")
        #expect(try all.target(nil).server == "https://one:6443")
        #expect(try all.target("two").server == "https://two")
        #expect(try all.target("one").user.token?.reveal() == "t0ken")
        let turned = try KubeConfig(files: [third, first])
        #expect(try turned.target(nil).server == "https://two")
        #expect(KubeConfig.files(["HOME": "/home/ada"]) == ["/home/ada/.kube/config"])
        #expect(KubeConfig.files(["HOME": "/x", "KUBECONFIG": ""]) == ["/x/.kube/config"])
    }

    @Test func pathsAreMeantAgainstTheFile() throws {
        let text = config(
            cluster: "certificate-authority: pki/ca.pem",
            user: "client-certificate: /etc/me.pem\n    client-key: me.key\n    tokenFile: ../token"
        )
        let target = try target(text)
        #expect(target.authority == .file("\(folder.path)/pki/ca.pem"))
        #expect(target.user.certificate == .file("/etc/me.pem"))
        #expect(target.user.key == .file("\(folder.path)/me.key"))
        #expect(target.user.tokenFile == "\(folder.path)/../token")
    }

    @Test func dataGoesBeforePaths() throws {
        // `printf authority | base64`
        let text = config(
            cluster: "certificate-authority: x.pem\n    certificate-authority-data: YXV0aG9yaXR5")
        #expect(try target(text).authority == .text(Secret("authority")))
        #expect(
            try problem(config(cluster: "certificate-authority-data: '*'"))
                == "context `one` has a certificate-authority-data that is not base64")
    }

    @Test func whatElseAClusterSays() throws {
        let target = try target(
            config(
                server: "https://rancher.example/k8s/clusters/c-1/",
                cluster: "insecure-skip-tls-verify: true\n    tls-server-name: inner.example",
                user: "{username: ada, password: 'hunter22', as: bob, as-groups: [dev, ops]}"))
        #expect(target.server == "https://rancher.example/k8s/clusters/c-1")
        #expect(target.isUnverified && target.serverName == "inner.example")
        #expect(target.user.username == "ada" && target.user.password?.reveal() == "hunter22")
        #expect(
            target.user.impersonated.map { "\($0.name): \($0.value)" } == [
                "Impersonate-User: bob", "Impersonate-Group: dev", "Impersonate-Group: ops",
            ])
    }

    @Test func jsonIsYAML() throws {
        let text = """
            {"current-context":"a","clusters":[{"name":"a","cluster":{"server":"https://a"}}],
            "contexts":[{"name":"a","context":{"cluster":"a","user":"u"}}],
            "users":[{"name":"u","user":{"token":"12345"}}]}
            """
        #expect(try target(text).user.token?.reveal() == "12345")
        #expect(try target(text).namespace == "default")
    }

    @Test(arguments: [
        ("", "no context is current: name one with context"),
        ("just words", "is no kubeconfig"),
        ("users: null\ncurrent-context: x", "there is no context `x`"),
        ("a: [\n token: s3cret-t0ken", "not YAML"), ("\u{0}", "YAML"),
        ("a: 1\na: s3cret-t0ken", "not YAML"),
    ])
    func whatIsNoneIsNamedWithoutWhatItHolds(_ text: String, _ expected: String) throws {
        let found = try problem(text)
        #expect(found.contains(expected), "\(found)")
        #expect(!found.contains("s3cret"))
    }

    @Test func whatCannotBeDoneIsRefused() throws {
        func found(cluster: String = "", user: String = "{}", server: String = "https://a") throws
            -> String
        {
            try problem(config(server: server, cluster: cluster, user: user))
        }
        #expect(try found(cluster: "proxy-url: http://p:1").contains("proxy"))
        #expect(try found(user: "{client-certificate: a}").contains("only one of"))
        #expect(try found(user: "{auth-provider: {name: gcp}}").contains("auth-provider gcp"))
        #expect(try found(user: "{exec: {args: [x]}}").contains("without a command"))
        #expect(
            try found(user: "{exec: {command: x, interactiveMode: Always}}").contains("terminal"))
        #expect(try found(server: "ftp://a").contains("no server"))
        #expect(try found(server: "https://u:pass@a").contains("no server"))
        #expect(try found(cluster: "tls-server-name: 'a b'").contains("tls-server-name"))
        let named = try problem(config(), context: "two")
        #expect(named == "there is no context `two`, only one")
    }

    /// Nine lines that stand for a thousand million words.
    @Test(.timeLimit(.minutes(1))) func aBombOfAliasesIsHarmless() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let before = "*a\(level - 1)"
            let list = Array(repeating: before, count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(list)]\n"
        }
        #expect(try problem(text + "users: *a9\nclusters: *a9\n").contains("no context"))
    }

    @Test func aFileThatIsNotThereIsNamed() throws {
        let file = "\(folder.path)/none"
        #expect(throws: KubeConfig.Problem.self) { try KubeConfig(files: [file]) }
        let place = KubePlace(file: file)
        let failure = #expect(throws: SourceFailure.self) { try place.target([:]) }
        #expect(failure?.kind == .notConfigured && failure?.message.contains(file) == true)
    }
}
