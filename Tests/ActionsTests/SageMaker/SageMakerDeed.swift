import Fleet
import Support

/// One way in which SageMaker is acted on, and how it looks from outside.
enum SageMakerDeed: String, Sendable, CaseIterable {
    case scale, bounds, reroute, drain, resume

    /// A new order of it.
    var order: ActionOrder {
        switch self {
        case .scale, .bounds: SageMakerScene.order(.scale, ["chat/blue"], .count(4))
        case .reroute:
            SageMakerScene.order(
                .reroute, ["chat/blue", "chat/green"],
                .shares(["chat/blue": 0.2, "chat/green": 0.8], stages: [1]))
        case .drain: SageMakerScene.order(.drain, ["chat/blue"])
        case .resume: SageMakerScene.order(.resume, ["chat/blue"])
        }
    }

    /// Makes it possible.
    func prepare(_ scene: SageMakerScene) throws {
        switch self {
        case .bounds: try scene.lab.tell("own chat blue 1 3")
        case .resume: try scene.lab.tell("weight chat blue 0")
        default: break
        }
    }

    /// The operation that is called.
    var operation: String {
        self == .bounds ? "RegisterScalableTarget" : "UpdateEndpointWeightsAndCapacities"
    }

    /// What it is about, as it is to be now.
    func now(_ scene: SageMakerScene) throws -> Double? {
        let blue = try scene.lab.variants("chat")["blue"]
        return switch self {
        case .scale, .bounds: blue.map { Double($0.wanted) }
        default: blue?.aim
        }
    }

    /// How that is before and after.
    var course: (before: Double, after: Double) {
        switch self {
        case .scale, .bounds: (2, 4)
        case .reroute: (3, 20)
        case .drain: (3, 0)
        case .resume: (0, 3)
        }
    }

    /// Sets it back, as somebody else would.
    func revert(_ scene: SageMakerScene) throws {
        switch self {
        case .scale: try scene.lab.tell("revert chat blue 2")
        case .bounds: try scene.lab.tell("own chat blue 1 3")
        default: try scene.lab.tell("weight chat blue \(course.before)")
        }
    }
}
