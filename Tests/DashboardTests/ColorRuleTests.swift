import Dashboard
import Testing

/// Fewer colours than the theme has.
struct ColorRuleTests {
    /// Expected numbers from xterm's own table of 256 colours.
    @Test(arguments: [
        (0x000000, 16), (0xffffff, 231), (0xff8800, 208), (0x808080, 244), (0x5f87af, 67),
        (0x121212, 233), (0xeeeeee, 255), (0x00ff00, 46), (0x303030, 236),
    ])
    func findsTheNearestOfThePalette(rgb: Int, number: Int) {
        #expect(ColorRule.number(of: Color(rgb: UInt32(rgb)), at: .palette) == number)
    }

    @Test func neverTakesAmberForRed() {
        for rgb: UInt32 in [0xff8800, 0xffb000, 0xe5a00d, 0xd79921] {
            #expect([3, 11].contains(ColorRule.number(of: Color(rgb: rgb), at: .sixteen)))
        }
        for rgb: UInt32 in [0xff0000, 0xe06c75, 0xcc241d, 0xff5555] {
            #expect([1, 9].contains(ColorRule.number(of: Color(rgb: rgb), at: .sixteen)))
        }
        #expect(ColorRule.number(of: Color(rgb: 0x1a1b26), at: .sixteen) != 7)
        #expect(ColorRule.number(of: Color(rgb: 0x123456, ansi: 6), at: .sixteen) == 6)
        #expect(ColorRule.number(of: Color(rgb: 0xdddddd), at: .sixteen) == 7)
    }

    @Test func keepsEveryPaletteColourOfTheCube() {
        let steps = [0, 95, 135, 175, 215, 255]
        for (r, red) in steps.enumerated() {
            for (g, green) in steps.enumerated() {
                for (b, blue) in steps.enumerated() {
                    let rgb = UInt32(red << 16 | green << 8 | blue)
                    let number = ColorRule.number(of: Color(rgb: rgb), at: .palette)
                    #expect(number == 16 + 36 * r + 6 * g + b)
                }
            }
        }
    }

    /// Numbers read off xterm's table: 24 is 0x005f87, 67 is 0x5f87af, 74 is 0x5fafd7. The nearest
    /// colours altogether would be a teal, a violet and greys.
    @Test func aRampKeepsItsHueInThePalette() {
        let ramp: [UInt32] = [0x2c4a62, 0x3d6888, 0x46779b, 0x5896c0, 0x69b4e6]
        let numbers = ramp.map { ColorRule.number(of: Color(rgb: $0), at: .palette) }
        #expect(numbers == [24, 24, 67, 67, 74])
    }

    /// In 256 colours the load ramp of every theme keeps the theme's hue, or has none.
    @Test func everyRampStaysOneHueInThePalette() throws {
        for theme in try ThemeFiles.all() {
            for step in 0..<8 {
                guard let wanted = theme[Role.load(Double(step) / 8)].foreground else { continue }
                let number = ColorRule.number(of: wanted, at: .palette)
                let found = Perception.hue(of: Perception.xterm(number))
                guard let found, let hue = Perception.hue(of: wanted.rgb) else { continue }
                let apart = abs(found - hue).truncatingRemainder(dividingBy: 360)
                #expect(min(apart, 360 - apart) <= 36, "\(theme.name) \(step): \(number)")
            }
        }
    }

    @Test func keepsTextReadable() {
        let style = Style(foreground: Color(rgb: 0x5f87b0), background: Color(rgb: 0x5f87af))
        let look = ColorRule.look(of: style, at: .palette)
        #expect(look.foreground != look.background)
        #expect(ColorRule.look(of: style, at: .truecolor).foreground == 0x5f87b0)
    }

    @Test func showsABackgroundInMonoByReversing() {
        let base = Style(background: Color(rgb: 0x101010))
        let selection = Style(background: Color(rgb: 0x203040), attributes: .bold)
        #expect(ColorRule.look(of: base, base: base, at: .mono).attributes == [])
        #expect(
            ColorRule.look(of: selection, base: base, at: .mono).attributes == [.bold, .reverse])
        #expect(ColorRule.look(of: selection, base: base, at: .mono).background == nil)
    }
}
