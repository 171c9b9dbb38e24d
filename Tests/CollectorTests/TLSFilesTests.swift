import Fleet
import Foundation
import Glibc
import Support
import Testing

@testable import Collector

/// What is said of certificate and key files; OpenSSL makes them.
@Suite final class TLSFilesTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/hybridtop-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        let curve = "-pkeyopt ec_paramgen_curve:P-256"
        let script = """
            cd '\(folder)' && exec 2> /dev/null
            openssl req -x509 -newkey ec \(curve) -nodes -days 2 -subj /CN=a -keyout a.key -out a.pem
            openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=b -keyout b.key -out b.pem
            openssl ec -in a.key -aes128 -passout pass:x -out locked.key
            openssl x509 -in a.pem -outform der -out a.der
            cat a.pem b.pem > both.pem
            """
        #expect(try Tools.run(["sh", "-c", script]).status == 0)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func problems(ca: String? = nil, cert: String? = nil, key: String? = nil) -> [String] {
        let settings = TLSSettings(
            authorityFile: ca.map { "\(folder)/\($0)" },
            certificateFile: cert.map { "\(folder)/\($0)" },
            keyFile: key.map { "\(folder)/\($0)" })
        return TLSFiles.problems(settings).map {
            "\($0.part): \($0.message)".replacingOccurrences(of: folder + "/", with: "")
        }
    }

    @Test func whatIsRightIsTaken() {
        #expect(problems() == [])
        #expect(problems(ca: "both.pem", cert: "a.pem", key: "a.key") == [])
        #expect(problems(cert: "b.pem", key: "b.key") == [])
    }

    @Test func aKeyOfAnotherCertificateIsFound() {
        for (cert, key) in [("a.pem", "b.key"), ("b.pem", "a.key")] {
            #expect(
                problems(cert: cert, key: key)
                    == ["key: the key in `\(key)` is not that of the certificate"])
        }
    }

    @Test func whatIsSomethingElseIsNamed() {
        #expect(
            problems(ca: "a.key") == ["authority: `a.key` holds a private key and no certificate"])
        #expect(problems(ca: "a.der") == ["authority: `a.der` holds no PEM certificate"])
        #expect(
            problems(cert: "a.pem", key: "b.pem")
                == ["key: `b.pem` holds a certificate and no private key"])
        #expect(problems(key: "locked.key").first?.contains("is encrypted") == true)
        #expect(problems(key: "a.der") == ["key: `a.der` holds no PEM private key"])
    }

    @Test func whatCannotBeReadIsNamedAndTheRestStillLookedAt() throws {
        #expect(
            problems(ca: "none", cert: ".", key: "a.der") == [
                "authority: cannot read `none`: No such file or directory",
                "certificate: `.` is no file", "key: `a.der` holds no PEM private key",
            ])
        #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
        #expect(problems(ca: "pipe") == ["authority: `pipe` is no file"], "and nobody waits")
        try Data(count: (1 << 20) + 1).write(to: URL(fileURLWithPath: "\(folder)/big"))
        #expect(problems(ca: "big") == ["authority: `big` is larger than 1048576 bytes"])
    }
}
