import Fleet
import Providers
import Testing

@testable import hybridtop

/// The manual page as `man` renders it.
@Suite struct ManPageTests {
    @Test func isRenderedWithoutAWarning() throws {
        let folder = try TestFolder()
        try folder.write(ManPage.text(), "hybridtop.1")
        #expect(folder.run("MANWIDTH=80 man --warnings=w -l hybridtop.1 > out 2> errors") == 0)
        #expect(folder.text("errors").isEmpty)
        let page = folder.text("out")
        for word in [
            "SYNOPSIS", "--rotate-size", "hybridtop config check", "HYBRIDTOP_THEME", "FILTERS",
            "SIGHUP",
            "PgDn", "hybridtop actions settle", "--acknowledge", "actions.jsonl",
        ] {
            #expect(page.contains(word))
        }
        for descriptor in Registry.descriptors { #expect(page.contains(descriptor.id)) }
    }

    @Test func optionsOfALogTellTheirDefaults() throws {
        let page = try ManPage.text()
        #expect(page.contains("Time between ticks; 15s if it is not given."))
        #expect(page.contains("leave them as they are (\\-\\-no\\-gzip)"))
    }

    @Test func roffIsEscaped() {
        #expect(ManPage.escape(".start\\ of-line") == "\\&.start\\e of\\-line")
        #expect(ManPage.escape("a\n'b") == "a\n\\&'b")
    }
}
