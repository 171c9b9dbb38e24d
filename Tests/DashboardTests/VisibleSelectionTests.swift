import Testing

@testable import Dashboard

/// What a person has chosen is seen in every theme, however few colours the terminal has.
@Suite struct VisibleSelectionTests {
    /// What is read in a row; the rest of the roles are areas and lines.
    static let words: [Role] = [
        .text, .dim, .bright, .heading, .good, .warning, .critical, .notice, .stale, .owned,
        .rented, .key, .keyLabel, .marked,
    ]

    @Test(arguments: try ThemeFiles.all(), ColorLevel.allCases)
    func aSelectedRowIsSeenAndCanBeRead(theme: Theme, level: ColorLevel) throws {
        for role in Self.words {
            var canvas = Canvas(width: 4, height: 2, theme: theme)
            canvas.draw("gpu1", column: 0, row: 0, role: role)
            canvas.draw("gpu1", column: 0, row: 1, role: role)
            canvas.overlay(Canvas.Rect(column: 0, row: 1, width: 4, height: 1), role: .selection)
            let (plain, selected) = (Self.seen(canvas, 0, level), Self.seen(canvas, 1, level))
            let name = "\(theme.name) \(level) \(role): \(plain) \(selected)"
            #expect(Self.isApart(plain, selected, level), "\(name)")
            #expect(Self.canBeRead(selected, level), "\(name)")
        }
    }

    @Test(arguments: try ThemeFiles.all(), ColorLevel.allCases)
    func aSelectedFigureIsSeenAndCanBeRead(theme: Theme, level: ColorLevel) throws {
        for role in Self.words {
            var canvas = Canvas(width: 4, height: 2, theme: theme)
            canvas.draw("gpu1", column: 0, row: 0, role: role)
            canvas.draw("gpu1", column: 0, row: 1, role: role)
            canvas.highlight(Canvas.Rect(column: 0, row: 1, width: 4, height: 1))
            let (plain, selected) = (Self.seen(canvas, 0, level), Self.seen(canvas, 1, level))
            let name = "\(theme.name) \(level) \(role): \(plain) \(selected)"
            #expect(Self.isApart(plain, selected, level), "\(name)")
            #expect(Self.canBeRead(selected, level), "\(name)")
        }
    }

    @Test(arguments: try ThemeFiles.all(), ColorLevel.allCases)
    func theCursorIsSeenOnEveryCellOfTheMap(theme: Theme, level: ColorLevel) throws {
        for tile in (0...19).map({ HeatTile(rawValue: $0) }) {
            var canvas = Canvas(width: 1, height: 2, theme: theme)
            for row in 0...1 {
                canvas.plot(tile.glyph(isASCII: false), column: 0, row: row, role: tile.role)
            }
            canvas.point(
                Canvas.Rect(column: 0, row: 1, width: 1, height: 1), isFull: (tile.step ?? 0) >= 4)
            let (plain, pointed) = (Self.seen(canvas, 0, level), Self.seen(canvas, 1, level))
            #expect(
                Self.isApart(plain, pointed, level),
                "\(theme.name) \(level) \(tile): \(plain) \(pointed)")
        }
    }

    @Test(arguments: try ThemeFiles.all(), ColorLevel.allCases)
    func thePaneWithTheFocusIsSeen(theme: Theme, level: ColorLevel) throws {
        var canvas = Canvas(width: 4, height: 6, theme: theme)
        canvas.box(Canvas.Rect(column: 0, row: 0, width: 4, height: 3))
        canvas.box(Canvas.Rect(column: 0, row: 3, width: 4, height: 3), isFocused: true)
        let (plain, focused) = (Self.seen(canvas, 0, level), Self.seen(canvas, 3, level))
        let isApart =
            plain.attributes != focused.attributes || Self.distance(plain.front, focused.front) > 15
            || canvas.frame[0, 0].scalar != canvas.frame[0, 3].scalar
        #expect(isApart, "\(theme.name) \(level): \(plain) \(focused)")
    }

    /// Whatever is read, on the ground that its theme gives it; areas and lines may be fainter.
    @Test(arguments: try ThemeFiles.all(), [ColorLevel.sixteen, .eight])
    func everyWordCanBeReadWithFewColours(theme: Theme, level: ColorLevel) throws {
        for role in Role.allCases where !role.rawValue.hasPrefix("load") {
            var canvas = Canvas(width: 4, height: 1, theme: theme)
            canvas.draw("gpu1", column: 0, row: 0, role: role)
            let seen = Self.seen(canvas, 0, level)
            #expect(Self.canBeRead(seen, level), "\(theme.name) \(level) \(role): \(seen)")
        }
    }

    /// Without colours a GPU that is lost is no white cell among white cells.
    @Test func whatIsBrokenIsNotReversedWithoutColours() throws {
        for theme in try ThemeFiles.all() {
            var canvas = Canvas(width: 1, height: 1, theme: theme)
            canvas.plot("✖", column: 0, row: 0, role: HeatTile.lost.role)
            let seen = Self.seen(canvas, 0, .mono)
            #expect(!seen.attributes.contains(.reverse), "\(theme.name)")
            #expect(seen.attributes.contains(.bold), "\(theme.name)")
        }
    }

    @Test func aThemeWithoutASelectionReversesIt() {
        for text in ["text = #c0c0c0 on #101010", "selection = #ffffff bold", "name = plain"] {
            #expect(
                ThemeFile.parse(text, name: "mine").theme[.selection].attributes.contains(.reverse))
        }
        let own = ThemeFile.parse(
            "text = #c0c0c0 on #101010\nselection = #fff000 on #303030", name: "")
        #expect(!own.theme[.selection].attributes.contains(.reverse))
    }

    // MARK: What a terminal shows

    /// Text and background as a terminal without any habits shows them: bold does not brighten.
    struct Seen {
        var front: Color?
        var back: Color?
        var attributes: Style.Attributes
    }

    static func seen(_ canvas: borrowing Canvas, _ row: Int, _ level: ColorLevel) -> Seen {
        let frame = canvas.frame
        let look = ColorRule.look(
            of: frame.styles[Int(frame[0, row].style)], base: canvas.theme[.text], at: level)
        func color(_ number: Int?) -> Color? {
            number.map { Color(rgb: level == .truecolor ? UInt32($0) : Perception.xterm($0)) }
        }
        if level == .eight { #expect((look.foreground ?? 0) < 8 && (look.background ?? 0) < 8) }
        let colors = (color(look.foreground), color(look.background))
        let isReversed = look.attributes.contains(.reverse)
        return Seen(
            front: isReversed ? colors.1 : colors.0, back: isReversed ? colors.0 : colors.1,
            attributes: look.attributes)
    }

    /// A background of another colour, or what is behind and in front changed over.
    static func isApart(_ one: Seen, _ other: Seen, _ level: ColorLevel) -> Bool {
        if one.attributes.contains(.reverse) != other.attributes.contains(.reverse) { return true }
        return distance(one.back, other.back) >= (level <= .sixteen ? 20 : 6)
    }

    static func canBeRead(_ seen: Seen, _ level: ColorLevel) -> Bool {
        guard let front = seen.front, let back = seen.back else { return true }
        return Perception.contrast(front, back) >= (level <= .palette ? 2.3 : 3)
    }

    static func distance(_ one: Color?, _ other: Color?) -> Double {
        guard let one, let other else { return one == other ? 0 : 100 }
        return Perception.distance(one, other)
    }
}
