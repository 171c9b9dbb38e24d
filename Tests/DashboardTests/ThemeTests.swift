import Fleet
import Testing

@testable import Dashboard

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

    /// What tells states apart by colour: every role that a state of a row, an endpoint or a cell of the
    /// heat map is drawn in.
    private static let states: [Role] = [.good, .notice, .warning, .critical]

    @Test func everyStateHasOneOfTheRolesTested() {
        let rows = RowState.allCases.map(\.role)
        let endpoints = EndpointState.allCases.map(\.role)
        let tiles = [HeatTile.lost, .failed, .stale].map(\.role)
        // Dim is for what is not in use: it says nothing by its colour.
        #expect(Set(rows + endpoints + tiles).subtracting(Self.states) == [.dim])
    }

    @Test func statesStayApartForRedGreenBlindEyes() throws {
        for theme in try ThemeFiles.all() {
            for (left, right, distance) in Self.distances(theme, seen: Perception.deuteranopia) {
                #expect(distance >= 15, "\(theme.name) \(left) \(right): \(distance)")
            }
        }
    }

    /// A cell that is busy is never taken for one that is broken or near its limit.
    @Test func loadStaysApartFromTroubleForRedGreenBlindEyes() throws {
        for theme in try ThemeFiles.all() {
            for trouble in [Role.warning, .critical] {
                for step in [Role.load4, .load5, .load6, .load7] {
                    guard let left = theme[trouble].foreground, let right = theme[step].foreground
                    else { continue }
                    let distance = Perception.distance(
                        Perception.deuteranopia(left), Perception.deuteranopia(right))
                    #expect(distance >= 15, "\(theme.name) \(trouble) \(step): \(distance)")
                }
            }
        }
    }

    /// In 256 colours a little of the distance may go, in 16 each state has a colour of its own.
    @Test func statesStayApartWithFewerColours() throws {
        for theme in try ThemeFiles.all() {
            for (left, right, distance) in Self.distances(theme, seen: Perception.inPalette) {
                #expect(distance >= 15, "\(theme.name) \(left) \(right): \(distance)")
            }
            let numbers = Self.states.compactMap { theme[$0].foreground }.map {
                ColorRule.number(of: $0, at: .sixteen)
            }
            #expect(Set(numbers).count == numbers.count, "\(theme.name): \(numbers)")
            let ramp = (0..<8).compactMap { theme[Role.load(Double($0) / 8)].foreground }.map {
                ColorRule.number(of: $0, at: .sixteen)
            }
            #expect(Set(ramp).isDisjoint(with: [1, 3, 9, 11]), "\(theme.name): \(ramp)")
        }
    }

    /// The measure itself: it finds colours that a red-green blind eye confuses, and lets others pass.
    @Test func theMeasureTellsConfusableColours() {
        let red = Perception.deuteranopia(Color(rgb: 0xb3001e))
        let brown = Perception.deuteranopia(Color(rgb: 0x945b00))
        #expect(Perception.distance(red, brown) < 15)
        let blue = Perception.deuteranopia(Color(rgb: 0x2c6fbb))
        #expect(Perception.distance(blue, brown) > 40)
    }

    /// How far apart the colours of every two states are, as an eye or a terminal has them.
    private static func distances(
        _ theme: Theme, seen: (Color) -> Color
    ) -> [(Role, Role, Double)] {
        states.enumerated().flatMap { place, left in
            states.dropFirst(place + 1).compactMap { right in
                guard let one = theme[left].foreground, let other = theme[right].foreground else {
                    return nil
                }
                return (left, right, Perception.distance(seen(one), seen(other)))
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
        let states = RowState.allCases
        #expect(Set(states.map(\.glyph)).count == states.count)
        let letters = states.compactMap { $0.glyph.first.map(Glyph.ascii) }
        #expect(Set(letters).count == states.count)
    }
}
