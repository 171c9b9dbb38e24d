import Testing

/// The demo has no Kubernetes: who cordons there is told what does nearly the same.
@Suite struct CordonDemoTests {
    @Test func whoCannotCordonIsToldWhatCanBeDrained() throws {
        let program = try ProgramRun()
        let refused = program.run("cordon gpu-b13 --demo --plan")
        #expect(refused.status == 2, "\(refused)")
        #expect(
            refused.errors.contains(
                "no configured source can cordon; Kubernetes nodes are cordoned, and a drain keeps "
                    + "new work from what "), "\(refused.errors)")
        #expect(refused.errors.contains("slurm/hall-b"), "\(refused.errors)")
        let drained = program.run("drain gpu-b13 --demo --plan")
        #expect(drained.status == 0, "\(drained)")
    }
}
