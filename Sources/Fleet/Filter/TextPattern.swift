/// A regular expression without regard to case, matched in time proportional to text times pattern: a
/// pattern that is being typed must never hang the screen, so there is no backtracking.
///
/// Understood: literals, `.`, `[a-z]`, `[^...]`, `\d \w \s` and escapes, `* + ?`, `|`, groups, `^`, `$`.
package struct TextPattern: Hashable, Sendable {
    /// A step of the machine.
    enum Step: Hashable, Sendable {
        case one(CharacterTest)
        case split(Int, Int)
        case jump(Int)
        case start, end
        case match
    }

    var steps: [Step]

    /// Compiles a regular expression. The error's place is counted inside the pattern.
    package init(_ source: String) throws(FilterError) {
        var compiler = TextPatternCompiler(source)
        steps = try compiler.compile()
    }

    /// The whole text, in which `*` stands for anything.
    package init(glob: String) {
        steps = [.start]
        for character in glob.lowercased() {
            if character == "*" {
                let here = steps.count
                steps += [.split(here + 1, here + 3), .one(.any), .jump(here)]
            } else {
                steps.append(.one(.literal(character)))
            }
        }
        steps += [.end, .match]
    }

    /// Whether the pattern is found anywhere in the text, of which the first 512 characters are read.
    package func isFound(in text: String) -> Bool {
        var current = ThreadList(count: steps.count)
        let characters = Array(text.lowercased().prefix(512))
        for place in 0...characters.count {
            let isEnd = place == characters.count
            current.add(0, in: steps, isStart: place == 0, isEnd: isEnd)
            if current.isMatch { return true }
            if isEnd { break }
            var next = ThreadList(count: steps.count)
            for step in current.steps {
                guard case .one(let test) = steps[step], test.holds(characters[place]) else {
                    continue
                }
                next.add(
                    step + 1, in: steps, isStart: false, isEnd: place + 1 == characters.count)
            }
            current = next
        }
        return current.isMatch
    }

    /// Whether `needle`, already lower case, is part of the text.
    package static func has(_ text: String, _ needle: String) -> Bool {
        text.lowercased().contains(needle)
    }

    /// The steps that the machine is at, each once.
    private struct ThreadList {
        var steps: [Int] = []
        var isMatch = false
        private var seen: [Bool]

        init(count: Int) { seen = [Bool](repeating: false, count: count) }

        mutating func add(_ first: Int, in program: [Step], isStart: Bool, isEnd: Bool) {
            var waiting = [first]
            while let step = waiting.popLast() {
                if seen[step] { continue }
                seen[step] = true
                switch program[step] {
                case .one: steps.append(step)
                case .split(let left, let right): waiting += [right, left]
                case .jump(let target): waiting.append(target)
                case .start: if isStart { waiting.append(step + 1) }
                case .end: if isEnd { waiting.append(step + 1) }
                case .match: isMatch = true
                }
            }
        }
    }
}

/// What one character may be.
enum CharacterTest: Hashable, Sendable {
    case any
    case literal(Character)
    case digit, word, blank
    indirect case oneOf([CharacterTest], isNegated: Bool)
    case range(Character, Character)

    func holds(_ character: Character) -> Bool {
        switch self {
        case .any: true
        case .literal(let expected): character == expected
        case .digit: character.isNumber
        case .word: character.isLetter || character.isNumber || character == "_"
        case .blank: character.isWhitespace
        case .range(let low, let high): low <= character && character <= high
        case .oneOf(let tests, let isNegated):
            tests.contains { $0.holds(character) } != isNegated
        }
    }
}
