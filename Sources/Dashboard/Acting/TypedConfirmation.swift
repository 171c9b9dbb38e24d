package import Fleet

extension ActionPlan {
    /// What is typed to confirm it where it is destructive: the target's name; of several, what is done
    /// and to how many, so that nobody says yes to more than was read.
    package var typedToConfirm: String {
        switch targets.count {
        case 0: id
        case 1: targets[0].name
        default: "\(kind.rawValue) \(targets.count)"
        }
    }
}
