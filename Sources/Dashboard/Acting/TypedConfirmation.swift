package import Fleet

extension ActionPlan {
    /// What is typed to confirm it where it is destructive: the target's name; of several, what is done
    /// and to how many, so that nobody says yes to more than was read. A name that is a number, or a
    /// letter or two, is no word that anybody had to read: what is done stands before it.
    package var typedToConfirm: String {
        switch targets.count {
        case 0: id
        case 1:
            Self.isWord(targets[0].name) ? targets[0].name : "\(kind.rawValue) \(targets[0].name)"
        default: "\(kind.rawValue) \(targets.count)"
        }
    }

    private static func isWord(_ name: String) -> Bool {
        name.count >= 3 && !name.allSatisfy { $0.isNumber || $0 == "_" }
    }
}
