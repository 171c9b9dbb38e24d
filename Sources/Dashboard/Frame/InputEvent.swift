/// What a person does at the terminal, decoded.
public enum InputEvent: Equatable, Sendable {
    /// A key, with what was held down beside it.
    case key(Key)
    /// Text that arrived as a bracketed paste: never a command, never a confirmation.
    case paste(String)
    /// A button or the wheel.
    case mouse(MouseEvent)
}

/// A key press.
public enum Key: Hashable, Sendable {
    /// A printable character.
    case character(Character)
    /// Ctrl with a letter, lower case.
    case control(Character)
    /// Alt (or Esc just before) with a printable character.
    case alt(Character)
    /// Keys that edit and confirm.
    case enter, escape, tab, backTab, backspace, delete, insert
    /// Keys that move.
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 is 1.
    case function(Int)
}

/// A press, a release or a turn of the wheel.
public struct MouseEvent: Equatable, Sendable {
    /// What the mouse did.
    public enum Kind: Equatable, Sendable { case press, release, drag, wheelUp, wheelDown }
    /// What was done with it.
    public var kind: Kind
    /// 0 left, 1 middle, 2 right.
    public var button: Int
    /// From 0.
    public var column: Int
    /// From 0 at the top.
    public var row: Int

    /// An event at a place.
    public init(kind: Kind, button: Int = 0, column: Int, row: Int) {
        self.kind = kind
        self.button = button
        self.column = column
        self.row = row
    }
}
