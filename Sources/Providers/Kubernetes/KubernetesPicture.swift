import Collector
import Fleet

/// What a reading comes to: nodes with what their pods hold, pods with GPUs as jobs, and workloads with
/// GPUs as endpoints.
struct KubernetesPicture {
    /// A workload and who scales it.
    private struct Workload {
        var kind: String
        var object: KubeWorkload
        var scaler: KubeScaler?
    }

    /// A backend of a route.
    private struct Route {
        var path: String
        var share: KubeRoute.Share
    }

    private let settings: KubernetesSettings
    private var machines: [KubeNode] = []
    private var loads: [String: KubeNode.Load] = [:]
    /// Those on which there is a pod that cannot be read.
    private var blindNodes: Set<String> = []
    private var jobs: Reading<[Job]> = .absent(Absence(.denied))
    private var workloads: [Workload] = []
    private var routes: [Route] = []
    private var notes: [String] = []
    /// How many GPUs nodes have, where each is given out as a whole and none is missing.
    private var wholeNodes: [String: Int] = [:]
    /// On the wire.
    private(set) var bytes = 0

    init(_ reading: KubernetesReading, _ settings: KubernetesSettings) {
        self.settings = settings
        machines = take(reading.nodes, "Nodes") ?? []
        for node in machines { wholeNodes[node.name] = node.wholeGPUs }
        if let pods = take(reading.pods, "Pods") { place(pods) }
        if case .success(let pods) = reading.pods {
            blindNodes = Set(pods.unread.compactMap(\.node))
        }
        let scalers = take(reading.scalers, "Autoscalers") ?? []
        for (kind, part) in reading.workloads {
            for object in take(part, "\(kind)s") ?? [] where object.acceleratorsPerReplica > 0 {
                let scaler = scalers.first { scaler in
                    scaler.metadata.namespace == object.metadata.namespace
                        && scaler.scales(kind, object.metadata.name)
                }
                workloads.append(Workload(kind: kind, object: object, scaler: scaler))
            }
        }
        for route in take(reading.routes, "HTTPRoutes") ?? [] {
            routes += route.shares.map { Route(path: route.metadata.path, share: $0) }
        }
    }

    /// The rows of nodes.
    var nodes: [NodeIdentity] { machines.map { $0.identity(settings.labels) } }

    /// The rows of workloads, and after them those of routes' backends.
    var endpoints: [EndpointIdentity] {
        scaled
            + routes.map { route in
                EndpointIdentity(
                    name: route.path, variant: route.share.backend, kind: "httproute",
                    labels: settings.labels)
            }
    }

    /// Workloads: `namespace/name`, with the kind in between where two kinds share that.
    private var scaled: [EndpointIdentity] {
        let names = Dictionary(grouping: workloads, by: \.object.metadata.path)
        return workloads.map { workload in
            let meta = workload.object.metadata
            let kind = workload.kind.lowercased()
            let isShared = (names[meta.path]?.count ?? 0) > 1
            var identity = EndpointIdentity(
                name: isShared ? meta.path(of: kind) : meta.path, kind: kind,
                labels: settings.labels)
            // Its GPUs are those of the nodes, and are not counted again.
            identity.labels["gpus"] = "\(workload.object.acceleratorsPerReplica)"
            if let scaler = workload.scaler { identity.labels["hpa"] = "\(scaler.bounds)" }
            return identity
        }
    }

    /// All of it as a sample of the rows above.
    func sample(_ inventory: Inventory) -> Sample {
        var sample = Sample(inventory: inventory)
        for (row, node) in machines.enumerated() {
            let load = load(of: node)
            node.write(load, into: &sample, row)
            sample.schedules.append(node.schedule(load))
        }
        sample.endpointFailures = Array(repeating: nil, count: workloads.count + routes.count)
        for (row, workload) in workloads.enumerated() {
            let object = workload.object
            let (state, failure) = object.state
            sample.endpointStates[row] = state
            sample.endpointFailures[row] = failure
            sample.endpoints[.replicasReady, row] = .value(Double(object.ready))
            sample.endpoints[.replicasDesired, row] = .value(Double(object.replicas))
        }
        for (place, route) in routes.enumerated() {
            let row = workloads.count + place
            sample.endpoints[.share, row] =
                route.share.value.map { .value($0) } ?? .absent(.notReported)
            // Whether it answers, a route does not tell; that it is given nothing, it does.
            if route.share.value == 0 { sample.endpointStates[row] = .draining }
        }
        sample.jobs = jobs
        sample.notes = notes
        return sample
    }

    private func load(of node: KubeNode) -> KubeNode.Load {
        var load = loads[node.metadata.name] ?? KubeNode.Load()
        load.isWhole =
            jobs.value != nil && settings.namespaces.isEmpty
            && !blindNodes.contains(node.metadata.name)
        return load
    }

    /// A pod that holds every GPU of its node holds known ones; which of fewer, those tell who watch them.
    private func job(_ pod: KubePod, _ count: Int) -> Job {
        var job = pod.job(userLabel: settings.userLabel)
        if job.holds, let name = job.nodes.first, wholeNodes[name] == count {
            job.shares = [Job.Share(node: name, indices: Array(0..<count))]
        }
        return job
    }

    /// Gives pods to their nodes, and makes jobs of those with GPUs.
    private mutating func place(_ pods: [KubePod]) {
        var found: [Job] = []
        var claiming = 0
        for pod in pods where !pod.isOver {
            let count = pod.accelerators
            if let name = pod.spec?.nodeName, !name.isEmpty {
                loads[name, default: KubeNode.Load()].accelerators += count
                if !pod.isMirror, !pod.isDaemon {
                    loads[name, default: KubeNode.Load()].movable += 1
                }
            }
            if pod.spec?.resourceClaims?.isEmpty == false { claiming += 1 }
            if count > 0 { found.append(job(pod, count)) }
        }
        jobs = .value(found)
        if claiming > 0 {
            notes.append(
                "\(claiming == 1 ? "1 pod claims" : "\(claiming) pods claim") devices by resource "
                    + "claims (DRA), which are not counted.")
        }
    }

    /// The objects of a part, and a note of those that cannot be read; of none at all why. A kind that the
    /// cluster does not have is no news.
    private mutating func take<Item>(
        _ part: KubernetesReading.Part<Item>, _ what: String
    ) -> [Item]? {
        switch part {
        case .success(let list):
            bytes += list.bytes
            if let gap = list.gap { notes.append("\(what): \(gap).") }
            return list.items
        case .failure(let failure):
            if failure.kind != .notFound {
                notes.append("\(what) cannot be read: \(failure.message)")
            }
            return nil
        }
    }
}
