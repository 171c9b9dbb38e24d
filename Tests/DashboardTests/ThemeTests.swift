import Dashboard
import Testing

@Suite struct ThemeTests {
    @Test func theEmbeddedDefaultIsTheFile() throws {
        let file = try #require(try ThemeFiles.texts().first)
        #expect(file.name == "dark")
        #expect(file.text == Theme.standardText)
    }

    @Test func everyFileIsReadWhole() throws {
        let files = try ThemeFiles.texts()
        #expect(files.count >= 8)
        for file in files {
            let parsed = ThemeFile.parse(file.text, name: "?")
            #expect(parsed.problems.isEmpty, "\(file.name): \(parsed.problems)")
            #expect(parsed.theme.name == file.name)
            #expect(!parsed.theme.summary.isEmpty)
            for role in Role.allCases {
                #expect(file.text.contains("\n\(role.rawValue) ="), "\(file.name) lacks \(role)")
            }
        }
    }

    @Test func wrongLinesAreNamedAndLeftOut() {
        let parsed = ThemeFile.parse(
            "text = #c0c0c0 on #000000\nnonsense\nfoo = #fff000\ngood = green\nbad\ndim = #12",
            name: "mine")
        #expect(parsed.problems.map(\.line) == [2, 3, 4, 5, 6])
        #expect(parsed.theme.name == "mine")
        #expect(parsed.theme[.good] == parsed.theme[.text])
    }

    /// Contrast as WCAG 2 defines it: 4.5 for what is read, 3 for lines and what is old.
    @Test func everyRoleCanBeRead() throws {
        let faint: Set<Role> = [.border, .stale]
        for theme in try ThemeFiles.all() {
            let selection = theme[.selection].background
            for role in Role.allCases {
                guard let front = theme[role].foreground, let back = theme[role].background else {
                    continue
                }
                let least = faint.contains(role) ? 3 : Self.ramp[role] ?? 4.5
                let contrast = Perception.contrast(front, back)
                #expect(contrast >= least, "\(theme.name) \(role): \(contrast)")
                guard let selection, Self.ramp[role] == nil, role != .border, role != .stale else {
                    continue
                }
                let selected = Perception.contrast(front, selection)
                if theme[role].background == theme[.text].background {
                    #expect(selected >= 3, "\(theme.name) \(role) selected: \(selected)")
                }
            }
        }
    }

    /// The ramp goes from quiet to plain; its steps are areas and not text.
    private static let ramp: [Role: Double] = [
        .load0: 1.3, .load1: 1.3, .load2: 1.6, .load3: 2, .load4: 2.5, .load5: 3, .load6: 3.5,
        .load7: 4.5,
    ]

    @Test func theRampRisesEvenly() throws {
        for theme in try ThemeFiles.all() {
            guard let ground = theme[.text].background else { continue }
            let steps = (0..<8).compactMap { theme[Role.load(Double($0) / 8)].foreground }
            let contrasts = steps.map { Perception.contrast($0, ground) }
            #expect(zip(contrasts, contrasts.dropFirst()).allSatisfy { $0 < $1 }, "\(theme.name)")
        }
    }

    @Test func statesStayApartForRedGreenBlindEyes() throws {
        for theme in try ThemeFiles.all() {
            let colors = [Role.good, .warning, .critical].compactMap { theme[$0].foreground }
                .map(Perception.deuteranopia)
            for (place, left) in colors.enumerated() {
                for right in colors.dropFirst(place + 1) {
                    let distance = Perception.distance(left, right)
                    #expect(distance >= 15, "\(theme.name): \(distance)")
                }
            }
        }
    }

    /// Only what is broken is red.
    @Test func nothingElseIsRed() throws {
        for theme in try ThemeFiles.all() {
            guard let red = theme[.critical].foreground else { continue }
            for role in Role.allCases where role != .critical {
                guard let other = theme[role].foreground else { continue }
                #expect(Perception.distance(red, other) >= 18, "\(theme.name): \(role)")
            }
        }
    }

    @Test func everyStateIsAGlyphToo() {
        let states: [RowState] = [.good, .notice, .waiting, .changing, .stale, .warning, .failed]
        #expect(Set(states.map(\.glyph)).count == states.count)
        let letters = states.compactMap { $0.glyph.first.map(Glyph.ascii) }
        #expect(Set(letters).count == states.count)
    }
}
