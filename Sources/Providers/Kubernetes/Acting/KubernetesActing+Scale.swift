import Collector
import Fleet

/// Scaling: by the scale subresource, or by the bounds of the autoscaler that owns it.
extension KubernetesActing {
    func scale(_ order: ActionOrder, _ place: ActingPlace) async throws -> ActionProposal {
        var proposal = ActionProposal(
            tier: .reversible, stages: [], remarks: ["Counts are absolute."])
        proposal.remarks = []
        proposal.deadline = settings.deadline
        var steps: [ActionStep] = []
        var back: [ActionStep] = []
        var tries: [(title: String, change: KubernetesChange)] = []
        for text in order.targets {
            let seen = try await workload(text, place)
            let wish = try Self.wish(order, text, seen.subject)
            let plan = ScalePlan(seen: seen, place: place, settings: settings)
            let change = try plan.change(wish)
            proposal.tier = max(proposal.tier, change.tier)
            proposal.checks += change.checks
            if seen.object.size > 1 {
                proposal.remarks.append(
                    "A replica of \(seen.subject.title) is \(seen.object.size) pods.")
            }
            proposal.remarks += change.remarks
            guard let there = change.there, let home = change.home else { continue }
            steps.append(there.step)
            back.append(home.step)
            tries.append((seen.subject.title, there.change))
            proposal.claims += [change.claim].compactMap(\.self)
            proposal.checks += await room(seen, by: change.more)
        }
        proposal.checks.insert(contentsOf: await tried(tries), at: 0)
        if !steps.isEmpty {
            proposal.stages = [ActionStage(steps: steps)]
            proposal.retreat = ActionStage(name: "back", steps: back)
        }
        return proposal
    }

    /// What is wanted of one target.
    private static func wish(
        _ order: ActionOrder, _ text: String, _ subject: ScaleSubject
    ) throws -> ScaleWish {
        switch order.wish {
        case .count(let count): return .count(try ScaleLimit.checked(count))
        case .values(let values):
            let value = values[text] ?? values[subject.uid] ?? ""
            if let count = Int(value), count >= 0 { return .count(try ScaleLimit.checked(count)) }
            if let bounds = ScaleBounds(value) {
                return .bounds(
                    ScaleBounds(
                        least: try ScaleLimit.checked(bounds.least),
                        most: try ScaleLimit.checked(bounds.most)))
            }
            throw ActionRefusal("`\(CleanText.clean(value))` is no number of replicas.")
        default: throw ActionRefusal("How many replicas are wanted is not said.")
        }
    }

    /// A workload by what people call it, with what else has a say in it.
    func workload(_ text: String, _ place: ActingPlace) async throws -> ScaleSeen {
        let candidates = ScaleSubject.candidates(text, namespace: place.namespace)
        for subject in candidates {
            let answer = try await client.send(KubernetesRequest(subject.path))
            // A cluster need not have every kind.
            if answer.code == 404, candidates.last != subject { continue }
            if answer.code == 404 { break }
            let object = try answer.object(KubeWorkload.self)
            let scale = try await client.get("\(subject.path)/scale", as: KubeScale.self)
            return ScaleSeen(
                subject: subject, object: object,
                version: scale.metadata.resourceVersion ?? "",
                autoscalers: await autoscalers(subject),
                scaledObjects: await scaledObjects(subject))
        }
        throw ActionRefusal.noTarget(
            "There is no `\(CleanText.clean(text))` to scale: name it as deployment/NAME, "
                + "statefulset/NAME or leaderworkerset/NAME, with its namespace before it where "
                + "it is not \(place.namespace).")
    }

    private func autoscalers(
        _ subject: ScaleSubject
    ) async -> Result<[KubeScaler], SourceFailure> {
        let path = "/apis/autoscaling/v2/namespaces/\(subject.namespace)/horizontalpodautoscalers"
        do throws(SourceFailure) {
            let all = try await client.list(path, of: KubeScaler.self).complete(
                "Autoscalers of \(subject.namespace)")
            return .success(all.filter { $0.scales(subject.kind.kind, subject.name) })
        } catch { return .failure(error) }
    }

    /// What KEDA scales of it. Whether the cluster has KEDA is asked first: that needs no right.
    private func scaledObjects(
        _ subject: ScaleSubject
    ) async -> Result<[KubeScaledObject], SourceFailure> {
        let api = "/apis/keda.sh/v1alpha1"
        do throws(SourceFailure) {
            if try await client.send(KubernetesRequest(api)).code == 404 { return .success([]) }
            let path = "\(api)/namespaces/\(subject.namespace)/scaledobjects"
            let all = try await client.list(path, of: KubeScaledObject.self).complete(
                "ScaledObjects of \(subject.namespace)")
            return .success(all.filter { $0.scales(subject.kind.kind, subject.name) })
        } catch { return .failure(error) }
    }

    /// Whether GPUs are free for more replicas.
    private func room(_ seen: ScaleSeen, by replicas: Int) async -> [ActionCheck] {
        let need = replicas * seen.object.acceleratorsPerReplica
        guard need > 0 else { return [] }
        do throws(SourceFailure) {
            let room = try await ClusterRoom.read(client)
            let free = room.free(besides: [])
            let counted = "\(need) more \(need == 1 ? "GPU is" : "GPUs are") needed, \(free) free"
            let place = "on nodes that take pods\(room.doubt)"
            return [
                free >= need
                    ? ActionCheck(.capacity, .pass, "\(counted) \(place).")
                    : ActionCheck(
                        .capacity, .warn,
                        "\(counted) \(place): some would wait for room.")
            ]
        } catch {
            return [
                ActionCheck(
                    .capacity, .unknown, "Whether GPUs are free is not known: \(error.message)")
            ]
        }
    }
}

/// What is wanted of a workload.
enum ScaleWish: Sendable {
    case count(Int)
    /// Only as an autoscaler has it.
    case bounds(ScaleBounds)
}

/// A workload as it was seen.
struct ScaleSeen: Sendable {
    var subject: ScaleSubject
    var object: KubeWorkload
    /// Of its scale.
    var version: String
    /// Those that scale it, or why that is not known.
    var autoscalers: Result<[KubeScaler], SourceFailure>
    /// What KEDA scales of it, or why that is not known.
    var scaledObjects: Result<[KubeScaledObject], SourceFailure>
}
