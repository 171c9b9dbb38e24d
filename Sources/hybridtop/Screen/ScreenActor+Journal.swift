import Actions
import Dashboard
import Fleet

extension ScreenActor {
    /// Looks whether other programs have written the journal, at most once a second; and, while one of
    /// them is at an action, whether it still is: one that was killed writes nothing.
    func followJournal(_ now: MonotonicTime) {
        guard let view = desk?.journal, !isReadingJournal, now >= journalDue else { return }
        journalDue = now + .seconds(1)
        let mark = view.mark
        let isAnyElsewhere = state.acting.underWay.contains(where: \.isElsewhere)
        guard mark != nil, mark != journalMark || isAnyElsewhere else { return }
        journalMark = mark
        isReadingJournal = true
        Task { await readJournal(view, began: now) }
    }

    private func readJournal(_ view: JournalView, began: MonotonicTime) async {
        do throws(Journal.Failure) {
            let told = try await view.told()
            if desk?.journal.path == view.path {
                send(.plansLost(told.lost))
                send(.actionsRecalled(told.actions))
            }
        } catch { send(.noticed(Notice(CleanText.clean(error.description), .warning))) }
        isReadingJournal = false
        // A long journal is read the less often.
        let now = program.clock.now().monotonic
        journalDue = now + max(.seconds(1), (now - began) * 10)
        wantsFrame(.data)
    }
}
