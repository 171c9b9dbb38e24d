/// What a person does at the terminal, decoded.
public enum InputEvent: Equatable, Sendable {
    case key(Key)
    /// Text that arrived as a bracketed paste: never a command, never a confirmation.
    case paste(String)
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
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
}

/// A press, a release or a turn of the wheel.
public struct MouseEvent: Equatable, Sendable {
    /// What the mouse did.
    public enum Kind: Equatable, Sendable { case press, release, drag, wheelUp, wheelDown }
    public var kind: Kind
    /// 0 left, 1 middle, 2 right.
    public var button: Int
    /// From 0.
    public var column: Int
    public var row: Int

    /// An event at a place.
    public init(kind: Kind, button: Int = 0, column: Int, row: Int) {
        self.kind = kind
        self.button = button
        self.column = column
        self.row = row
    }
}
