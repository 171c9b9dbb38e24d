/// Turns a regular expression into the steps of ``TextPattern``.
struct TextPatternCompiler {
    private typealias Step = TextPattern.Step

    private let characters: [Character]
    private var place = 0
    private var depth = 0

    init(_ source: String) { characters = Array(source.lowercased().prefix(256)) }

    mutating func compile() throws(FilterError) -> [TextPattern.Step] {
        let steps = try alternatives()
        if place < characters.count {
            throw FilterError("This ')' closes nothing.", offset: place)
        }
        return steps + [.match]
    }

    private mutating func alternatives() throws(FilterError) -> [Step] {
        depth += 1
        defer { depth -= 1 }
        guard depth < 50 else { throw FilterError("Groups are nested too deeply.", offset: place) }
        var left = try sequence()
        while peek == "|" {
            place += 1
            let right = try sequence()
            left =
                [.split(1, left.count + 2)] + Self.moved(left, 1) + [
                    .jump(left.count + right.count + 2)
                ]
                + Self.moved(right, left.count + 2)
        }
        return left
    }

    private mutating func sequence() throws(FilterError) -> [Step] {
        var steps: [Step] = []
        while let next = peek, next != "|", next != ")" {
            let atom = try repeated(try atom())
            steps += Self.moved(atom, steps.count)
        }
        return steps
    }

    private mutating func repeated(_ atom: [Step]) throws(FilterError) -> [Step] {
        var atom = atom
        while let sign = peek, "*+?".contains(sign) {
            place += 1
            let count = atom.count
            guard count < 4096 else { throw FilterError("It is too long.", offset: place - 1) }
            switch sign {
            case "*":
                atom = [.split(1, count + 2)] + Self.moved(atom, 1) + [.jump(0)]
            case "+":
                atom += [.split(0, count + 1)]
            default:
                atom = [.split(1, count + 1)] + Self.moved(atom, 1)
            }
        }
        return atom
    }

    private mutating func atom() throws(FilterError) -> [Step] {
        let start = place
        let next = characters[place]
        place += 1
        switch next {
        case ".": return [.one(.any)]
        case "^": return [.start]
        case "$": return [.end]
        case "[": return [.one(try characterClass(from: start))]
        case "\\": return [.one(try escaped())]
        case "(":
            let inner = try alternatives()
            guard peek == ")" else {
                throw FilterError("This '(' is never closed.", offset: start)
            }
            place += 1
            return inner
        case "*", "+", "?":
            throw FilterError("There is nothing before '\(next)' to repeat.", offset: start)
        default: return [.one(.literal(next))]
        }
    }

    private mutating func escaped() throws(FilterError) -> CharacterTest {
        guard let next = peek else {
            throw FilterError("Something is missing after '\\'.", offset: place, length: 0)
        }
        place += 1
        switch next {
        case "d": return .digit
        case "w": return .word
        case "s": return .blank
        default: return .literal(next)
        }
    }

    private mutating func characterClass(from start: Int) throws(FilterError) -> CharacterTest {
        var tests: [CharacterTest] = []
        let isNegated = peek == "^"
        if isNegated { place += 1 }
        while let next = peek, next != "]" || tests.isEmpty {
            place += 1
            if next == "\\" {
                tests.append(try escaped())
            } else if peek == "-", place + 1 < characters.count, characters[place + 1] != "]" {
                let high = characters[place + 1]
                place += 2
                tests.append(.range(min(next, high), max(next, high)))
            } else {
                tests.append(.literal(next))
            }
        }
        guard peek == "]" else { throw FilterError("This '[' is never closed.", offset: start) }
        place += 1
        return .oneOf(tests, isNegated: isNegated)
    }

    private var peek: Character? { place < characters.count ? characters[place] : nil }

    /// The steps with their targets moved by so many places.
    private static func moved(_ steps: [Step], _ places: Int) -> [Step] {
        steps.map { step in
            switch step {
            case .split(let left, let right): .split(left + places, right + places)
            case .jump(let target): .jump(target + places)
            default: step
            }
        }
    }
}
