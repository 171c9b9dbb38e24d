/// How far a workload is from a count.
extension KubeWorkload {
    /// What is missing until so many serve, by the controller's own figures; `nil` for nothing.
    func missing(_ wanted: Int) -> String? {
        if let seen = status?.observedGeneration, let now = metadata.generation, seen < now {
            return "its controller has not looked yet"
        }
        let ready = status?.readyReplicas ?? 0
        let there = status?.replicas ?? 0
        if ready == wanted, there == wanted, (status?.updatedReplicas ?? wanted) == wanted {
            return nil
        }
        return there > wanted
            ? "\(there) are there, \(wanted) wanted" : "\(ready) of \(wanted) ready"
    }
}
