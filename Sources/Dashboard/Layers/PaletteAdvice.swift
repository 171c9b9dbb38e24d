import Fleet

/// What the palette says where nothing fits what was typed: what it would do, or what to type instead.
enum PaletteAdvice {
    /// The sentences, the first of them the most important.
    static func sentences(_ text: String, _ state: DashboardState) -> [String] {
        let name = String(text.prefix { $0 != " " }).lowercased()
        guard let command = PaletteCommand.all.first(where: { $0.name == name }) else {
            return unknown(name)
        }
        let argument = String(text.dropFirst(name.count)).trimmed
        let choices = command.arguments(state)
        if choices.isEmpty {
            if PaletteLayer.request(text, state) != nil { return ["Enter: \(command.summary)"] }
            return ["'\(argument)' is not understood: \(command.usage)"]
        }
        if argument.isEmpty { return ["\(command.usage): \(choices.joined(separator: ", "))."] }
        let near = nearest(argument, choices)
        let first = "Nothing that \(command.usage) takes is called '\(argument)'."
        if !near.isEmpty { return [first, "Did you mean \(near)?"] }
        return [first, "There are \(choices.joined(separator: ", "))."]
    }

    private static func unknown(_ name: String) -> [String] {
        let near = nearest(name, PaletteCommand.all.map(\.name))
        let next = "^U lists every command; ? explains them."
        let first = "There is no command ':\(name)'."
        return near.isEmpty ? [first, next] : [first, "Did you mean :\(near)?  \(next)"]
    }

    /// The choice that differs by no more than two letters; empty where there is none.
    static func nearest(_ typed: String, _ choices: [String]) -> String {
        let typed = Array(typed.lowercased())
        let scored = choices.map { ($0, EditDistance.between(typed, Array($0.lowercased()))) }
        let best = scored.min { $0.1 < $1.1 }
        guard let best, best.1 <= 2, best.1 < typed.count else { return "" }
        return best.0
    }
}
