import Actions
import Dashboard
import Fleet
import Glibc

/// The journal as other programs write it too: looked at from outside, read only when it has changed.
struct JournalView: Sendable {
    let path: String
    let locks: TargetLocks

    /// The journal of a state folder.
    init(folder: String) {
        path = folder + "/actions.jsonl"
        locks = TargetLocks(folder: folder + "/locks")
    }

    /// What tells one state of the file from another.
    struct Mark: Equatable, Sendable {
        var inode: UInt64
        var size: Int
        var seconds: Int
        var nanoseconds: Int
    }

    /// The file as it is now; `nil` where there is none.
    var mark: Mark? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return Mark(
            inode: UInt64(facts.st_ino), size: Int(facts.st_size),
            seconds: facts.st_mtim.tv_sec, nanoseconds: facts.st_mtim.tv_nsec)
    }

    /// What it tells: every action, and those whose plans are lost.
    struct Told {
        var actions: [ActionProgress]
        var lost: [LostPlan]
    }

    /// Every action that it tells of. What another program is at waits for nobody here.
    @concurrent
    func told() async throws(Journal.Failure) -> Told {
        let replay = try Journal.replay(path: path)
        let actions = replay.accounts.map { account in
            var progress = ActionProgress(account)
            if progress.isConfirmed, !progress.isOver, locks.isAnyHeld(progress.plan.targets) {
                progress.isElsewhere = true
                progress.elsewhere = locks.holder(progress.plan.targets) ?? ""
                progress.needsDecision = false
            }
            return progress
        }
        let lost = replay.unsettledPlanless.map {
            LostPlan(id: $0.id, time: $0.time, sentence: $0.sentence)
        }
        return Told(actions: actions, lost: lost)
    }
}
