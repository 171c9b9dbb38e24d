/// How a style looks where the terminal has fewer colours than the theme: pure, so that it can be tested
/// without a terminal.
///
/// A theme may give two backgrounds that become one, or all but one: the row under the cursor would look
/// like any other. Such a background is shown by reverse video, and text that its new background would
/// swallow takes another colour.
package enum ColorRule {
    /// A style in colour numbers of a level.
    package struct Look: Hashable, Sendable {
        /// 0xRRGGBB at truecolor, 16...255 at palette, 0...15 at sixteen, 0...7 at eight; `nil` is the
        /// terminal's own.
        package var foreground: Int?
        /// As for the foreground.
        package var background: Int?
        /// Weight and decoration; where colour is gone, `reverse` stands for a background.
        package var attributes: Style.Attributes
    }

    /// What a style becomes at a level. `base` is the theme's plain text: a background that differs from
    /// the base's in the theme differs from it at every level.
    package static func look(of style: Style, base: Style = Style(), at level: ColorLevel) -> Look {
        guard level > .mono else { return monochrome(style, base) }
        var look = Look(
            foreground: style.foreground.map { number(of: $0, at: level) },
            background: style.background.map { ground($0, level) }, attributes: style.attributes)
        let plain = Look(
            foreground: base.foreground.map { number(of: $0, at: level) },
            background: base.background.map { ground($0, level) }, attributes: [])
        let isGround = style.background?.rgb == base.background?.rgb
        let isReversed = !isGround && isLost(look.background, plain.background, level)
        if isReversed {
            look.background = plain.foreground.map { level == .eight ? $0 & 7 : $0 }
            if look.background == nil { look.attributes.formSymmetricDifference(.reverse) }
        }
        // In full colour the theme knows what it does: only text that has vanished is rescued.
        let least = isReversed || !isGround && level <= .palette ? 2.5 : 1
        look.foreground = readable(look, plain, least: least, level)
        return level == .eight ? inEight(look, plain) : look
    }

    /// The number of a colour at a level; at eight as at sixteen, of which text shows the bright ones by
    /// its weight; 0 at mono.
    package static func number(of color: Color, at level: ColorLevel) -> Int {
        switch level {
        case .mono: 0
        case .eight, .sixteen: color.ansi.map { Int($0 & 15) } ?? NearestColor.named(to: color.rgb)
        case .palette: NearestColor.inPalette(to: color.rgb)
        case .truecolor: Int(color.rgb & 0xff_ffff)
        }
    }

    private static func ground(_ color: Color, _ level: ColorLevel) -> Int {
        level == .eight ? number(of: color, at: level) & 7 : number(of: color, at: level)
    }

    /// In mono, only a background that differs from the base's is worth showing. Dim and underlined text
    /// would make holes in it.
    private static func monochrome(_ style: Style, _ base: Style) -> Look {
        var attributes = style.attributes
        if let background = style.background, background.rgb != base.background?.rgb {
            attributes.formSymmetricDifference(.reverse)
            attributes.subtract([.dim, .underline])
        }
        return Look(foreground: nil, background: nil, attributes: attributes)
    }

    // MARK: What can be told apart

    /// Whether a background cannot be told from the base's. People change their 16 colours, so those
    /// have to lie further apart than colours that a terminal shows as they are asked for.
    private static func isLost(_ one: Int?, _ base: Int?, _ level: ColorLevel) -> Bool {
        guard let one, let base else { return false }
        let miss = NearestColor.distance(rgb(of: one, level), rgb(of: base, level))
        return miss < (level <= .sixteen ? 20_000 : 2_500)
    }

    /// The look's text colour, if it has more contrast to its background than `least`; else its brighter
    /// or darker self, else a colour of plain text, else black or white.
    private static func readable(
        _ look: Look, _ plain: Look, least: Double, _ level: ColorLevel
    ) -> Int? {
        guard let background = look.background, let wanted = look.foreground else {
            return look.foreground
        }
        var choices = [wanted]
        if level <= .sixteen { choices.append(wanted ^ 8) }
        choices += [plain.foreground, plain.background].compactMap(\.self)
        choices += [0x000000, 0xffffff].map { number(of: Color(rgb: $0), at: level) }
        let back = rgb(of: background, level)
        let contrasts = choices.map { choice in
            let text = level == .eight ? inEight(choice, plain).number : choice
            return NearestColor.contrast(rgb(of: text, level), back)
        }
        if let place = contrasts.firstIndex(where: { $0 > least }) { return choices[place] }
        return zip(choices, contrasts).max { $0.1 < $1.1 }?.0
    }

    private static func rgb(of number: Int, _ level: ColorLevel) -> UInt32 {
        level == .truecolor ? UInt32(number) : NearestColor.rgb(of: number)
    }

    // MARK: Eight colours

    /// One of 16 colours as text where there are 8: the bright ones are the plain ones in bold. Grey would
    /// be bold black, which many terminals show as black: it is faint text instead.
    private static func inEight(_ number: Int, _ plain: Look) -> (
        number: Int, attributes: Style.Attributes
    ) {
        if number == 8 { return ((plain.foreground ?? 7) & 7, .dim) }
        return (number & 7, number > 7 ? .bold : [])
    }

    private static func inEight(_ look: Look, _ plain: Look) -> Look {
        guard let foreground = look.foreground else { return look }
        var look = look
        let text = inEight(foreground, plain)
        look.foreground = text.number
        look.attributes.formUnion(text.attributes)
        if look.attributes.contains(.bold) { look.attributes.remove(.dim) }
        return look
    }
}
