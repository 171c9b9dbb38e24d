import Fleet

/// What a person should know about a page, though it could be read.
enum PageNotes {
    /// One sentence each; `isKnown` is whether anything on the page is of a known server or exporter.
    static func of(_ readings: ServingReadings, isKnown: Bool) -> [String] {
        let page = readings.page
        var notes: [String] = []
        if !isKnown { notes.append(unknown(readings)) }
        if page.malformed > 0 {
            let lines = page.malformed == 1 ? "line" : "lines"
            notes.append("\(page.malformed) \(lines) of the page could not be read.")
        }
        if page.isCut {
            notes.append("The page ends in the middle of a line, which is not used.")
        }
        if page.isFull { notes.append("The page has more series than are taken.") }
        return notes
    }

    /// Says what is there instead, so that a person sees whose page it is.
    private static func unknown(_ readings: ServingReadings) -> String {
        var names: [String] = []
        for series in readings.page.series {
            guard let name = readings.catalogue.definitions[Int(series)]?.name else { continue }
            if !names.contains(name) { names.append(CleanText.clean(name, limit: 60)) }
            if names.count == 3 { break }
        }
        guard !names.isEmpty else {
            return "The page has no metrics: check the path, and whether metrics are enabled."
        }
        return "This is the page of no server or exporter known here; it has "
            + names.joined(separator: ", ") + "."
    }
}
