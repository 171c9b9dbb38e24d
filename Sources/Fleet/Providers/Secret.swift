/// Text that is never shown: its descriptions are redacted, and only ``reveal()`` gives it out.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    /// Wraps the text.
    package init(_ text: String) { self.text = text }

    /// The text, for a request header or a signature and nowhere else.
    package func reveal() -> String { text }

    package var description: String { "(secret)" }
    package var debugDescription: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
