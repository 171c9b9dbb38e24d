import Glibc
import Support
import Testing

/// The real program killed while it acts on a real router, and what the next start makes of it.
@Suite(.serialized) struct ActionCrashTests {
    private static let shift = "reroute chat/own=20 chat/rented=80 --stages 25,100 --hold 20s --yes"

    /// Kills it when the journal has so many lines with a text.
    private func kill(_ scene: ActionLab, at text: String, count: Int) async throws {
        let running = try RunningProgram(scene.program, Self.shift)
        await scene.wait(for: text, count: count)
        running.signal(SIGKILL)
        running.status()
    }

    @Test(arguments: [
        ("\"event\":\"confirmed\"", 1), ("\"event\":\"sending\"", 1), ("\"event\":\"sending\"", 3),
        ("\"event\":\"answered\"", 4), ("\"result\":\"reached\"", 2), ("\"result\":\"shown\"", 1),
        ("\"result\":\"holding\"", 1),
    ])
    func whatAKillLeftIsSeenAndTakenBackAndNeverSentAgain(text: String, count: Int) async throws {
        let scene = try ActionLab()
        try await kill(scene, at: text, count: count)
        let sent = scene.journal.count { $0.contains("\"event\":\"sending\"") }
        let id = scene.id
        let watched = scene.program.run("actions watch \(id)")
        #expect([4, 5, 6, 8].contains(watched.status), "\(watched)")
        #expect(scene.journal.count { $0.contains("\"event\":\"sending\"") } == sent)
        if watched.status == 8 {
            #expect(watched.output.contains("hybridtop actions back \(id) goes back"))
            let back = scene.program.run("actions back \(id) --yes")
            #expect(back.status == 0, "\(back)")
            #expect(back.output.contains("rolled back"), "\(back.output)")
        } else if watched.status == 6 {
            #expect(scene.program.run("actions undo \(id) --yes").status == 0)
        }
        #expect(try scene.weights == ["100", "0", "100", "0"])
        #expect(scene.program.run("actions list --unfinished").output == "no actions\n")
        scene.expectNothingSentTwice()
    }

    /// The request is out, the program is gone, and nobody knows what became of it.
    @Test(arguments: ["requests", "answers"])
    func aRequestOnItsWayIsUnknownUntilItIsSeen(lost: String) async throws {
        let scene = try ActionLab()
        try scene.lab.tell("lose \(lost)")
        let running = try RunningProgram(scene.program, Self.shift)
        await scene.wait(for: "\"event\":\"sending\"", count: 2)
        if lost == "answers" {
            let isTaken = await eventually { (try? scene.weights[2]) == "80" }
            #expect(isTaken)
        }
        running.signal(SIGKILL)
        running.status()
        let sent = scene.journal.count { $0.contains("\"event\":\"sending\"") }
        #expect(sent == 2)
        try scene.lab.tell("lose nothing")
        let watched = scene.program.run("actions watch \(scene.id)")
        #expect(watched.status == 8, "\(watched)")
        #expect(scene.journal.count { $0.contains("\"event\":\"sending\"") } == sent)
        #expect(try scene.weights == ["80", "0", lost == "answers" ? "80" : "100", "0"])
        let goesOn = watched.output.contains("actions resume")
        #expect(goesOn == (lost == "answers"), "a stage that was cut is not gone on with")
        #expect(scene.program.run("actions back \(scene.id) --yes").status == 0)
        #expect(try scene.weights == ["100", "0", "100", "0"])
        scene.expectNothingSentTwice()
    }

    /// The same without a crash: a lost answer is looked for, and a lost request is never sent again.
    @Test(arguments: ["requests", "answers"])
    func anAnswerThatDoesNotComeIsLookedFor(lost: String) async throws {
        let scene = try ActionLab()
        try scene.lab.tell("lose \(lost)")
        let words = "reroute chat/own=20 chat/rented=80 --stages 100 --hold 0s --yes"
        let running = try RunningProgram(scene.program, words)
        await scene.wait(for: "\"result\":\"lost\"", count: 2)
        try scene.lab.tell("lose nothing")
        if lost == "answers" {
            #expect(running.status() == 0)
            #expect(try scene.weights == ["20", "80", "20", "80"])
        } else {
            running.signal(SIGKILL)
            running.status()
            let watched = scene.program.run("actions watch \(scene.id)")
            #expect(watched.status == 8, "\(watched)")
            #expect(watched.output.contains("not seen to be taken"), "\(watched)")
            #expect(scene.program.run("actions back \(scene.id) --yes").status == 0)
            #expect(try scene.weights == ["100", "0", "100", "0"])
        }
        scene.expectNothingSentTwice()
    }

    @Test func theNextStartGoesOnFromTheStageThatStands() async throws {
        let scene = try ActionLab()
        try await kill(scene, at: "\"result\":\"holding\"", count: 1)
        #expect(try scene.weights == ["80", "20", "80", "20"])
        let id = scene.id
        let refused = scene.program.run("reroute chat/own=50 chat/rented=50 --yes --stages 100")
        #expect(refused.status == 4)
        #expect(refused.errors.contains("action \(id) (reroute in prod) is not over"), "\(refused)")
        #expect(refused.errors.contains("which is not over"))
        let settled = scene.program.run("actions settle \(id) --as verified")
        #expect(settled.status == 2)
        #expect(scene.program.run("actions show \(id)").output.contains("holding") == false)
        let running = try RunningProgram(scene.program, "actions resume \(id) --yes")
        await scene.wait(for: "\"event\":\"continued\"")
        await scene.wait(for: "\"stage\":1,", count: 4)
        running.signal(SIGKILL)
        running.status()
        let back = scene.program.run("actions back \(id) --yes")
        #expect(back.status == 0 || back.status == 6, "\(back)")
        scene.expectNothingSentTwice()
    }

    @Test func whatNobodyCanLookAtIsSettledByAPerson() async throws {
        let scene = try ActionLab()
        try await kill(scene, at: "\"result\":\"holding\"", count: 1)
        let id = scene.id
        let elsewhere = scene.program.run("--context test actions back \(id) --yes")
        #expect(elsewhere.status == 4 && elsewhere.errors.contains("is of the context `prod`"))
        let settled = scene.program.run("actions settle \(id) --as partial --note 'router is gone'")
        #expect(settled.status == 0, "\(settled)")
        #expect(settled.output == "partial: settled by \(owner): router is gone\n")
        #expect(scene.program.run("actions settle \(id) --as failed").status == 4)
        let exported = scene.program.run("actions export \(id)").output
        #expect(exported.split(separator: "\n").map(String.init) == scene.journal)
    }

    /// Who the program takes itself to act for.
    private var owner: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let user = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? ""
        return
            "\(user)@\(String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))"
    }
}
