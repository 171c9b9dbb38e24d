import Testing

@testable import Providers

/// An API server compares the texts of a patch with those of an object as bytes, and Go writes the latter.
@Suite struct JSONTextTests {
    @Test func textsAreEscapedAsGoDoes() {
        #expect(JSONText.quoted(#"fan "two" \ riser"#) == #""fan \"two\" \\ riser""#)
        #expect(JSONText.quoted("a<b>&c") == #""a\u003cb\u003e\u0026c""#)
        #expect(JSONText.quoted("\u{2028}\u{2029}\u{1f}") == #""\u2028\u2029\u001f""#)
        #expect(JSONText.quoted("Größe 3 µs 漢") == #""Größe 3 µs 漢""#)
    }
}
