import Fleet
import Support
import Testing

@testable import Dashboard

/// A fleet that people depend on looks otherwise.
@Suite struct ProductionTests {
    private func script(
        _ isProduction: Bool = true, columns: Int = 120, theme: Theme = .standard
    ) -> Script {
        var fleet = SampleWorkloads.fleet()
        fleet.isProduction = isProduction
        var script = Script(
            fleet, columns: columns, rows: 24, options: DashboardOptions(themes: [theme]))
        script.type("2")
        return script
    }

    @Test(arguments: [(40, " PROD "), (80, " PRODUCTION "), (200, " PRODUCTION ")])
    func aWordSaysSo(_ columns: Int, _ word: String) {
        for isASCII in [false, true] {
            let header = script(columns: columns).frame(isASCII: isASCII).text.split(
                separator: "\n")[0]
            #expect(header.contains(word), "\(header)")
        }
        #expect(!script(false, columns: columns).frame().text.contains("PROD"))
    }

    /// In every theme, the lines around panels and the word are told from the usual ones: by colour, also
    /// of the sixteen, and without colours by weight.
    @Test func everyThemeTellsItApart() throws {
        for theme in try ThemeFiles.all() + [.fallback] {
            let frame = script(theme: theme).frame()
            let usual = script(false, theme: theme).frame()
            let (lines, plain) = (
                frame.styles[Int(frame[0, 1].style)], usual.styles[Int(usual[0, 1].style)]
            )
            #expect(lines != plain, "\(theme.name)")
            #expect(theme[.production] != theme[.header] && theme[.production] != theme[.badge])
            guard let color = lines.foreground, let other = plain.foreground,
                let ground = theme[.text].background, let word = theme[.production].background
            else {
                #expect(lines.attributes != plain.attributes, "\(theme.name)")
                continue
            }
            #expect(Perception.contrast(color, ground) >= 4.5, "\(theme.name)")
            #expect(Perception.distance(color, other) >= 20, "\(theme.name)")
            for state in [Role.warning, .critical, .notice, .focus] {
                guard let taken = theme[state].foreground else { continue }
                let distance = Perception.distance(color, taken)
                #expect(distance >= 15, "\(theme.name) \(state): \(distance)")
            }
            let sixteen = [color, other, word].map { ColorRule.number(of: $0, at: .sixteen) }
            #expect(sixteen[0] != sixteen[1] && sixteen[0] == sixteen[2], "\(theme.name)")
        }
    }

    /// Any context may be told from the others by a frame of its own, and by brackets where there are no
    /// colours.
    @Test func aContextHasAFrameOfItsOwn() {
        for isProduction in [false, true] {
            var script = script(isProduction)
            script.state.options.frame = .rented
            let frame = script.frame()
            #expect(frame.styles[Int(frame[0, 1].style)] == Theme.standard[.rented])
            for columns in [40, 80, 200] {
                script.send(.resized(columns: columns, rows: 24))
                let header = script.frame(isASCII: true).text.split(separator: "\n")[0]
                #expect(header.contains("[prod]"), "\(header)")
                #expect(header.contains("PROD") == isProduction, "\(header)")
            }
        }
        #expect(!script().frame().text.contains("[prod]"))
        var plain = script()
        plain.state.options.frame = .border
        let frame = plain.frame()
        #expect(frame.styles[Int(frame[0, 1].style)] == Theme.standard[.border])
    }

    @Test func plansSaySo() {
        var fleet = SampleWorkloads.fleet()
        fleet.isProduction = true
        var script = SampleWorkloads.script(fleet)
        script.type("/chat-70b")
        script.press(.enter)
        script.type("d")
        script.press(.enter)
        let plan = SampleAction.plan()
        script.send(.planned(ticket: script.state.acting.draft?.ticket ?? 0, .success(plan)))
        #expect(script.frame().text.contains("prod, PRODUCTION)"))
    }
}
