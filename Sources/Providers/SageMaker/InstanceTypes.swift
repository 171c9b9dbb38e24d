/// GPUs of SageMaker's machine types, by which utilisation is to be divided: CloudWatch counts 100 for
/// each GPU (EC2's accelerated computing instance tables, 2026).
enum InstanceTypes {
    /// GPUs of a type such as `ml.g5.12xlarge`; `nil` for a type that is not known.
    static func accelerators(_ type: String) -> Int? {
        let parts = type.split(separator: ".")
        guard parts.count == 3, parts[0] == "ml" else { return nil }
        let size = String(parts[2])
        if let sizes = table[String(parts[1])] { return sizes[size] ?? sizes["*"] }
        let family = parts[1].first
        return family == "c" || family == "m" || family == "r" || family == "t" ? 0 : nil
    }

    private static let graphics = [
        "12xlarge": 4, "24xlarge": 4, "48xlarge": 8, "*": 1,
    ]

    private static let table: [String: [String: Int]] = [
        "g4dn": ["12xlarge": 4, "metal": 8, "*": 1],
        "g5": graphics, "g6": graphics, "g6e": graphics,
        "p2": ["xlarge": 1, "8xlarge": 8, "16xlarge": 16],
        "p3": ["2xlarge": 1, "8xlarge": 4, "16xlarge": 8],
        "p3dn": ["24xlarge": 8], "p4d": ["24xlarge": 8], "p4de": ["24xlarge": 8],
        "p5": ["4xlarge": 1, "48xlarge": 8], "p5e": ["48xlarge": 8], "p5en": ["48xlarge": 8],
        "p6-b200": ["48xlarge": 8],
    ]
}
