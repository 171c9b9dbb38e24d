import Collector
import Dashboard
import Fleet
import Headless
import Terminal

extension ScreenActor {
    /// Carries out what the dashboard asks for.
    func perform(_ effect: Effect) {
        switch effect {
        case .quit: finish(.quit)
        case .startDemo: finish(.demo)
        case .suspend: session?.suspend()
        case .redraw: session?.enter()
        case .yank(let text): session?.copy(text)
        case .refresh(let source): program.collector.assumeIsolated { $0.refresh(source) }
        case .openShell(let node, _): openShell(node)
        case .changeInterval(let interval): changeInterval(interval)
        case .acknowledge(let finding, let lasting): acknowledge(finding, lasting)
        case .withdraw(let finding): keep(finding, nil)
        case .saveLayout(let layout): keep(layout)
        default: act(effect)
        }
    }

    private func keep(_ layout: SavedLayout) {
        do throws(LayoutFile.Problem) {
            try StateFolder.layout(program.plan.transports.environment).write(layout)
        } catch {
            send(.noticed(Notice("Not kept: \(error.message)", .warning)))
        }
    }

    private func changeInterval(_ interval: Duration) {
        guard let watch else { return }
        let problem: String? = watch.assumeIsolated { watch in
            do throws(SettingError) {
                try watch.change(interval: interval)
                return nil
            } catch { return error.message }
        }
        send(problem.map { .noticed(Notice($0, .critical)) } ?? .intervalChanged(interval))
    }

    private func acknowledge(_ finding: String, _ lasting: Duration?) {
        let now = program.clock.now().wall
        let environment = program.plan.transports.environment
        let user = environment["USER"] ?? environment["LOGNAME"] ?? LocalMachine.userName
        keep(
            finding,
            Acknowledgement(by: CleanText.clean(user), at: now, until: lasting.map { now + $0 }))
    }

    private func keep(_ finding: String, _ acknowledgement: Acknowledgement?) {
        let book = program.store.assumeIsolated {
            $0.acknowledge(finding, with: acknowledgement)
        }
        guard !program.plan.isDemo else { return }
        do {
            try StateFolder.acknowledgements(program.plan.transports.environment).write(book)
        } catch {
            send(.noticed(Notice("Acknowledged, but not kept: \(error)", .warning)))
        }
    }

    /// Hands the terminal to a shell on the node and takes it back when that ends. Collecting goes on.
    private func openShell(_ node: NodeIdentity) {
        guard let session, !isAway else { return }
        if program.plan.isDemo {
            return send(.noticed(Notice("There is no shell on a simulated node.", .warning)))
        }
        isAway = true
        thread.remove(session.inputDescriptor)
        session.leave()
        let words = ShellCommand.words(node, environment: program.plan.transports.environment)
        do throws(ShellCommand.Problem) {
            let child = try ShellCommand.start(words)
            shell = child
            Task { cameBack(await ShellCommand.wait(for: child, words)) }
        } catch {
            cameBack(error.message)
        }
    }

    private func cameBack(_ problem: String?) {
        shell = nil
        // Who is about to leave does not take the terminal once more.
        guard let session, !isEnding else { return }
        isAway = false
        session.enter()
        thread.add(session.inputDescriptor) { [weak self] _ in
            self?.assumeIsolated { $0.readInput() }
        }
        send(.resized(columns: session.columns, rows: session.rows))
        if let problem { send(.noticed(Notice(problem, .critical))) }
        wantsFrame(.input)
    }
}
