import Dashboard
import Settings

extension PolicySettings {
    /// What draws the lines around panels; `nil` where nothing is said.
    var frameRole: Role? {
        switch frame {
        case nil: nil
        case "plain": .border
        case "production": .productionFrame
        case let name?: Role(rawValue: name)
        }
    }
}
