import FoundationEssentials
import Support
import Testing

/// The real program before a control plane of ours in SageMaker's place.
final class SageMakerRunLab: JournalledLab {
    let lab: SageMakerLab
    let program: ProgramRun

    init() throws {
        lab = try SageMakerLab()
        program = try ProgramRun(
            """
            context: prod
            sites: { us-east-1: { placement: paas, country: US } }
            sources:
              - sagemaker:
                  name: us
                  region: us-east-1
                  site: us-east-1
                  deadline: 3s
                  endpoint: "http://127.0.0.1:\(lab.port)"
            """)
        // Whoever may not look is told at once that nothing is verified.
        try lab.tell("deny GetMetricData")
        let folder = "\(program.folder.path)/.aws"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n".write(
            toFile: "\(folder)/credentials", atomically: true, encoding: .utf8)
    }

    deinit { lab.end() }

    /// How many instances a variant of `chat` is to have.
    func wanted(_ variant: String) throws -> Int? { try lab.variants("chat")[variant]?.wanted }
}
