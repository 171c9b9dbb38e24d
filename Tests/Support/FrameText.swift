package import Dashboard

/// Frames as text: plain for comparison, with escape sequences for the eye.
package enum FrameText {
    /// The frame with its colours, for `cat` in a terminal with 24-bit colour.
    package static func ansi(_ frame: Frame) -> String {
        var text = ""
        for row in 0..<frame.height {
            var style: UInt16?
            for column in 0..<frame.width {
                let cell = frame[column, row]
                if cell.width == 0 { continue }
                if cell.style != style { text += escape(frame.styles[Int(cell.style)]) }
                style = cell.style
                if cell.scalar >= Cell.clusterBase {
                    text += frame.clusters[Int(cell.scalar - Cell.clusterBase)]
                } else {
                    text.unicodeScalars.append(Unicode.Scalar(cell.scalar) ?? " ")
                }
            }
            text += "\u{1b}[0m\n"
        }
        return text
    }

    private static func escape(_ style: Style) -> String {
        var codes = ["0"]
        if style.attributes.contains(.bold) { codes.append("1") }
        if style.attributes.contains(.dim) { codes.append("2") }
        if style.attributes.contains(.underline) { codes.append("4") }
        if style.attributes.contains(.reverse) { codes.append("7") }
        if let color = style.foreground { codes.append("38;2;" + channels(color)) }
        if let color = style.background { codes.append("48;2;" + channels(color)) }
        return "\u{1b}[\(codes.joined(separator: ";"))m"
    }

    private static func channels(_ color: Color) -> String {
        "\(color.rgb >> 16 & 255);\(color.rgb >> 8 & 255);\(color.rgb & 255)"
    }
}
