/// `1 node`, `12 nodes`: a number of things by their name, for titles and evidence.
func counted(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
}

/// The first names of a list, and how many more there are: `a, b, c and 4 more`.
func named(_ names: [String], most: Int) -> String {
    let shown = names.prefix(most).joined(separator: ", ")
    return names.count > most ? "\(shown) and \(names.count - most) more" : shown
}
