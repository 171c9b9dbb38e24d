import Fleet

/// An answer to `nvidia-smi -L`: the only place that names MIG instances by profile and UUID.
struct DeviceList: Sendable {
    /// A MIG instance below its GPU.
    struct Instance: Sendable, Hashable {
        var gpu: Int
        /// Its place among the GPU's instances.
        var device: Int
        /// `1g.10gb`.
        var profile: String
        var uuid: String
    }

    /// The driver's number of each GPU by its UUID; none for UUIDs that stand there twice (masked).
    var indices: [String: Int] = [:]
    var instances: [Instance] = []

    /// Reads the lines; what is no such line is left out.
    init(_ lines: [Substring]) {
        var gpu: Int?
        var seen: Set<String> = []
        for line in lines {
            let words = line.split(separator: " ")
            let uuid = Self.uuid(line)
            if line.hasPrefix("GPU "), words.count > 1,
                let index = Int(words[1].prefix { $0 != ":" })
            {
                gpu = index
                guard let uuid else { continue }
                indices[uuid] = seen.insert(uuid).inserted ? index : nil
            } else if words.count > 3, words[0] == "MIG", words[2] == "Device", let gpu,
                let device = Int(words[3].prefix { $0 != ":" })
            {
                instances.append(
                    Instance(
                        gpu: gpu, device: device, profile: CleanText.clean(String(words[1])),
                        uuid: uuid ?? ""))
            }
        }
    }

    private static func uuid(_ line: Substring) -> String? {
        guard let start = line.range(of: "(UUID: ") else { return nil }
        let uuid = line[start.upperBound...].prefix { $0 != ")" }
        return uuid.isEmpty ? nil : CleanText.clean(String(uuid), limit: 80)
    }

    /// The instance at a place below a GPU.
    func instance(gpu: Int, device: Int) -> Instance? {
        instances.first { $0.gpu == gpu && $0.device == device }
    }
}

/// An answer to `nvidia-smi nvlink -s`: a heading a GPU, a line a link.
enum NVLinkStatus {
    /// Links that there are and links that are up, by the driver's number of the GPU. A GPU without
    /// NVLink, or in MIG mode, has no line of its own and is not in the result.
    static func links(_ lines: [Substring]) -> [Int: (active: Int, total: Int)] {
        var links: [Int: (active: Int, total: Int)] = [:]
        var gpu: Int?
        for line in lines {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            if words.count > 1, words[0] == "GPU" {
                gpu = Int(words[1].prefix { $0 != ":" })
            } else if words.count > 2, words[0] == "Link", let gpu {
                let isActive = words.dropFirst(2).contains("GB/s")
                links[gpu, default: (0, 0)].total += 1
                links[gpu, default: (0, 0)].active += isActive ? 1 : 0
            }
        }
        return links
    }
}

extension Substring {
    /// Where the text stands first.
    fileprivate func range(of text: String) -> Range<Substring.Index>? {
        ranges(of: text).first
    }
}
