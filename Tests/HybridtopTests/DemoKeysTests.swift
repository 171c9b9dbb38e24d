import Dashboard
import Fleet
import Support
import Testing

@testable import hybridtop

/// Whatever is pressed in the writable demo, before the program's own actor, executor and journal: what is
/// destructive is never sent, at machine speed nothing is, and in read-only nothing whatever the speed.
///
/// A million keys are pressed at machine speed before the router and the cloud alone, whose few rows are
/// soon drawn anew; the others press as many as fit into their time, or as many as
/// `HYBRIDTOP_RANDOM_KEYS` says.
@Suite(.serialized) struct DemoKeysTests {
    private static let keys: [Key] =
        [.enter, .enter, .escape, .tab, .backspace, .up, .down, .pageDown, .end, .left, .right]
        + "0122333455789durslkjGyyyyyyyyhcaxnwtoU:/  pM".map { .character($0) }
    private static let pastes = [
        "y\ny\n", "gpu-b13\n", "gpu-b17", ":write demo\n", "chat/own\ny", "22222ddddyyyy\n",
    ]

    private static let beginnings: [(ViewID, String)] = [
        (.nodes, "d"), (.nodes, "d"), (.nodes, "d"), (.nodes, "u"), (.nodes, ":reboot\n"),
        (.endpoints, "d"), (.endpoints, "d"), (.endpoints, "u"), (.endpoints, "s0\n"),
        (.workloads, "r"), (.endpoints, "r\n"),
        (.jobs, ":requeue\n"), (.jobs, ":move gpu\n"),
    ]

    private static var wanted: Int? {
        ProcessEnvironment.current["HYBRIDTOP_RANDOM_KEYS"].flatMap { Int($0) }
    }

    /// One read of the terminal.
    private func read(_ random: inout SeededRandom, atMost most: Int) -> [InputEvent] {
        if random.next(200) == 0 {
            return [.paste(Self.pastes[random.next(Self.pastes.count)])]
        }
        // A third comes one by one.
        let count = random.next(3) == 0 ? 1 : 1 + random.next(most)
        return (0..<count).map { _ in
            .key(Self.keys[random.next(Self.keys.count)])
        }
    }

    /// So many keys as were asked for; else until the time is up, and at least `fewest`.
    private func enough(_ seconds: Double, _ fewest: Int) -> (Int) -> Bool {
        let start = ContinuousClock.now
        return { count in
            Self.wanted.map { count >= $0 }
                ?? (count >= fewest && ContinuousClock.now - start >= .seconds(seconds))
        }
    }

    /// Presses until it is enough; `between` has the world go on after each read. Returns how many keys
    /// there were.
    private func press(
        _ scene: DemoKeysScene, seed: UInt64, until isEnough: (Int) -> Bool, atMost most: Int,
        between: (inout SeededRandom) async -> Void
    ) async -> Int {
        var random = SeededRandom(seed: seed)
        var count = 0
        while !isEnough(count) {
            if random.next(12) == 0 {
                let (view, text) = Self.beginnings[random.next(Self.beginnings.count)]
                await scene.screen.begin(
                    view, row: random.next(view == .nodes ? 24 : 8), typing: text)
            }
            let events = read(&random, atMost: most)
            count += events.count
            await scene.screen.press(events)
            if random.next(32) == 0 {
                let isSmall = random.next(20) == 0
                await scene.screen.show(columns: isSmall ? 80 : 120, rows: isSmall ? 24 : 40)
            }
            await between(&random)
        }
        return count
    }

    @Test func aMillionKeysAtMachineSpeedSendNothing() async throws {
        let scene = try await DemoKeysScene(
            isReadOnly: false, sources: ["edge", "aws-us-east-1"])
        let start = ContinuousClock.now
        let count = await press(
            scene, seed: 4, until: { $0 >= Self.wanted ?? 1_000_000 }, atMost: 96
        ) { _ in }
        let plans = await scene.screen.owners.count
        print(
            "random keys: \(count) at machine speed in \(ContinuousClock.now - start), \(plans) plans"
        )
        #expect(plans > count / 1000, "the keys reach what there is to confirm")
        #expect(scene.wire.changes.isEmpty, "\(scene.wire.changes.prefix(3))")
        #expect(scene.journal("confirmed").isEmpty)
        await scene.program.stop()
    }

    @Test func atMachineSpeedNothingIsSent() async throws {
        let scene = try await DemoKeysScene(isReadOnly: false)
        let count = await press(scene, seed: 1, until: enough(20, 1000), atMost: 64) { _ in }
        print("random keys: \(count) at machine speed")
        #expect(scene.wire.changes.isEmpty, "\(scene.wire.changes.prefix(3))")
        #expect(scene.journal("confirmed").isEmpty)
        await scene.program.stop()
    }

    @Test func inReadOnlyNothingIsSentAtAnySpeed() async throws {
        let scene = try await DemoKeysScene(isReadOnly: true)
        let count = await press(scene, seed: 2, until: enough(10, 500), atMost: 8) { random in
            // Time to read, every now and then: each leap has all sources ask.
            if random.next(40) == 0 { scene.clock.leap(.seconds(1)) }
        }
        print("random keys: \(count) in read-only")
        #expect(scene.wire.changes.isEmpty, "\(scene.wire.changes.prefix(3))")
        await scene.program.stop()
    }

    @Test func whatIsDestructiveIsNeverSentHoweverLongItIsReadBefore() async throws {
        let scene = try await DemoKeysScene(isReadOnly: false)
        let count = await press(scene, seed: 3, until: enough(20, 400), atMost: 4) { random in
            if await scene.screen.isPlanning, random.next(2) == 0 {
                _ = await eventually(within: .seconds(5)) { await !scene.screen.isPlanning }
            }
            guard await scene.screen.isAsking else { return }
            // Somebody reads, and then says yes.
            await scene.screen.show(columns: 120, rows: 40)
            scene.clock.leap(.seconds(1))
            await scene.screen.press([.key(.character("y"))])
        }
        let changes = scene.wire.changes
        print("random keys: \(count) with time to read; \(changes.count) changes sent")
        #expect(!changes.isEmpty, "the keys reach what they may")
        #expect(!changes.contains { $0.contains("NodeName=gpu-b") }, "hall-b takes its name typed")
        #expect(scene.journal("\"tier\":\"destructive\"").isEmpty)
        await scene.program.stop()
    }
}
