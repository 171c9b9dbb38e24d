import Fleet

/// Some endpoints at one moment, to plan by.
struct VariantPlan: Sendable {
    var endpoints: [ObservedEndpoint]
    var requests: VariantRequests
    var source: SourceID
    var site: String

    /// A variant of an endpoint that an order names.
    struct Part: Sendable {
        var endpoint: ObservedEndpoint
        var variant: ObservedEndpoint.Variant

        var name: String { variant.VariantName }
        var label: String { endpoint.label(variant) }
    }

    /// An update of an endpoint, with its machines, takes that long at most.
    static let deadline = Duration.seconds(2700)

    private static let remark =
        "SageMaker has no lock: its last change and what it is to have are looked at again right "
        + "before sending, which is a look and no lock."

    /// The variants of these names.
    func parts(_ uids: [String]) throws(ActionRefusal) -> [Part] {
        var parts: [Part] = []
        for uid in uids {
            let name = uid.split(separator: "/").first.map(String.init)
            guard let endpoint = endpoints.first(where: { $0.name == name }) else {
                throw ActionRefusal.noTarget("SageMaker has no endpoint `\(CleanText.clean(uid))`.")
            }
            guard let variant = endpoint.variant(uid) else {
                let known = endpoint.variants.map { endpoint.label($0) }.joined(separator: ", ")
                throw ActionRefusal.noTarget(
                    "SageMaker has no variant `\(CleanText.clean(uid))`: it has \(known).")
            }
            parts.append(Part(endpoint: endpoint, variant: variant))
        }
        return parts
    }

    /// A change of one value.
    func step(
        _ part: Part, _ field: ObservedEndpoint.Field, from before: String, to after: String,
        _ request: ActionRequest
    ) -> ActionStep {
        ActionStep(
            target: ActionTarget(source: source, uid: part.label, name: part.label, site: site),
            field: field.rawValue, before: before, after: after, token: part.endpoint.token,
            request: request)
    }

    /// A proposal with what is the same for all of them.
    func proposal(
        _ tier: ActionTier, _ stages: [ActionStage], retreat: ActionStage?, _ parts: [Part],
        _ checks: [ActionCheck]
    ) -> ActionProposal {
        var proposal = ActionProposal(
            tier: tier, stages: stages.filter { !$0.steps.isEmpty }, retreat: retreat,
            checks: standing(parts) + Self.permission(stages) + checks, remarks: [Self.remark])
        proposal.deadline = Self.deadline
        // Variants of one endpoint are in one region.
        proposal.movesData = false
        proposal.checks.append(
            ActionCheck(
                .residency, .pass,
                "All variants of an endpoint run in \(requests.client.region): no data goes elsewhere."
            ))
        return proposal
    }

    private func standing(_ parts: [Part]) -> [ActionCheck] {
        var seen: Set<String> = []
        return parts.filter { seen.insert($0.endpoint.name).inserted }.map { part in
            switch part.endpoint.standing {
            case .settled:
                return ActionCheck(.existence, .pass, "\(part.endpoint.name) is InService.")
            case .underWay(let what):
                return ActionCheck(
                    .existence, .warn,
                    "\(what): it takes no change before it is InService; what is confirmed waits "
                        + "for that.")
            case .broken(let why):
                return ActionCheck(.existence, .block, "\(why). It takes no change.")
            }
        }
    }

    /// AWS tells what credentials may do only to who may ask that, and not before the act.
    private static func permission(_ stages: [ActionStage]) -> [ActionCheck] {
        let names = Set(stages.flatMap(\.requests).map { $0.words[2] }).sorted().map {
            $0.hasPrefix("SageMaker.")
                ? "sagemaker:\($0.dropFirst(10))"
                : "application-autoscaling:\($0.split(separator: ".").last ?? "")"
        }
        guard !names.isEmpty else { return [] }
        return [
            ActionCheck(
                .permission, .warn,
                "Whether these credentials may do \(names.joined(separator: ", ")) shows only when it "
                    + "is done.")
        ]
    }
}
