/// Every rule there is. Adding one is a type and a line here.
package enum HealthRules {
    /// In the order in which they are asked.
    package static let all: [any HealthRule] = [
        SourceRule(),
        AcceleratorStateRule(), RecoveryRule(), XidRule(), MemoryFaultRule(),
        ThrottleRule(), TemperatureRule(), PCIeRule(), NVLinkRule(), PersistenceRule(), IdleRule(),
        DiskRule(), PortRule(), RebootRule(), ScheduleRule(),
        EndpointStateRule(), ErrorRatioRule(), ReplicasRule(), CertificateRule(),
        QueueRule(), CacheRule(), ObjectiveRule(), RentedEndpointRule(),
    ]
}
