import Collector
import Fleet

/// An answer to `nvidia-smi -q -x`.
struct DeviceLog: Sendable {
    var driver: String?
    var cuda: String?
    /// Version of the document type; `nil` where the document names none.
    var schema: Int?
    /// In the driver's order; the document does not number them.
    var devices: [DeviceRecord] = []

    /// The newest document type that captures are known of.
    static let newestSchema = 13
    /// More GPUs than this are not one node's.
    private static let deviceLimit = 1024

    /// Nothing known.
    init() {}

    /// Reads a document, whatever stands before it. Throws where it breaks off: half of a node's GPUs
    /// must not look like all of them.
    init(_ answer: UnsafeRawBufferPointer) throws(SourceFailure) {
        guard
            let start = CellText.find("<?xml", in: answer)
                ?? CellText.find("<!DOCTYPE", in: answer)
                ?? CellText.find("<nvidia_smi_log", in: answer)
        else { throw Self.failure("is no XML document") }
        var pull = XMLPull(UnsafeRawBufferPointer(rebasing: answer[start...]))
        var walk = Walk()
        while true {
            switch pull.next() {
            case .start(let name, let attributes): walk.open(name, attributes, pull.depth, &self)
            case .text(let text, let isLiteral): walk.hear(text, isLiteral)
            case .end: walk.close(pull.depth, &self)
            case .broken: throw Self.failure("breaks off")
            case .finished:
                guard walk.hasRoot else { throw Self.failure("is another document") }
                schema = Self.version(pull.documentType)
                return
            }
            if devices.count > Self.deviceLimit { throw Self.failure("lists too many GPUs") }
        }
    }

    private static func failure(_ what: String) -> SourceFailure {
        SourceFailure(
            .malformed, "The answer of nvidia-smi -q -x \(what).",
            nextStep: "Run nvidia-smi -q -x on the node by hand.")
    }

    /// `nvsmi_device_v12.dtd`: 12.
    private static func version(_ type: UnsafeRawBufferPointer) -> Int? {
        let mark: StaticString = "nvsmi_device_v"
        guard let start = CellText.find(mark, in: type) else { return nil }
        let rest = UnsafeRawBufferPointer(rebasing: type[(start + mark.utf8CodeUnitCount)...])
        return CellText.number(rest).flatMap { Int(exactly: $0.value.rounded(.down)) }
    }

    /// Where in the document the parser is.
    private struct Walk {
        var hasRoot = false
        private var hashes: [UInt64] = []
        private var isInDevice = false
        private var isLeaf = false
        /// The depth of an element whose content does not matter; 0 where there is none.
        private var skipped = 0
        private var rootName: RootField?
        private var text: [UInt8] = []

        private enum RootField { case driver, kernelDriver, cuda }

        mutating func open(
            _ name: UnsafeRawBufferPointer, _ attributes: UnsafeRawBufferPointer, _ depth: Int,
            _ log: inout DeviceLog
        ) {
            isLeaf = true
            text.removeAll(keepingCapacity: true)
            guard skipped == 0 else { return }
            if depth == 1 {
                hasRoot = CellText.equals(name, "nvidia_smi_log")
            } else if depth == 2, hasRoot {
                openChild(name, attributes, &log)
            } else if depth > 2, isInDevice {
                if depth == 3, CellText.equals(name, "supported_clocks") { skipped = depth }
                let hash = DeviceRules.step(hashes.last ?? DeviceRules.start, name)
                hashes.append(hash)
                openRecord(hash, &log)
            }
        }

        private mutating func openChild(
            _ name: UnsafeRawBufferPointer, _ attributes: UnsafeRawBufferPointer,
            _ log: inout DeviceLog
        ) {
            isInDevice = CellText.equals(name, "gpu")
            hashes.removeAll(keepingCapacity: true)
            if isInDevice {
                log.devices.append(DeviceRecord())
                log.devices[log.devices.count - 1].pciBusID = Self.identifier(attributes)
            }
            rootName =
                CellText.equals(name, "driver_version")
                ? .driver
                : CellText.equals(name, "kmd_version")
                    ? .kernelDriver
                    : CellText.equals(name, "cuda_version")
                        || CellText.equals(name, "cuda_umd_version") ? .cuda : nil
        }

        private func openRecord(_ hash: UInt64, _ log: inout DeviceLog) {
            let last = log.devices.count - 1
            if hash == Self.instance, log.devices[last].instances.count < 64 {
                log.devices[last].instances.append(DeviceRecord.Instance())
            } else if hash == Self.process, log.devices[last].processes.count < 4096 {
                log.devices[last].processes.append(DeviceRecord.Process())
            }
        }

        mutating func hear(_ piece: UnsafeRawBufferPointer, _ isLiteral: Bool) {
            guard isLeaf, skipped == 0, text.count < 4096 else { return }
            XMLText.append(piece, isLiteral: isLiteral, to: &text)
        }

        /// An element has ended; `depth` is that of its parent.
        mutating func close(_ depth: Int, _ log: inout DeviceLog) {
            defer { isLeaf = false }
            if skipped != 0 {
                guard depth < skipped else { return }
                skipped = 0
                isLeaf = false
            }
            if isInDevice, depth >= 2 {
                guard let hash = hashes.popLast() else { return }
                if isLeaf, let rule = DeviceRules.byPath[hash] {
                    text.withUnsafeBytes { log.devices[log.devices.count - 1].apply(rule, $0) }
                }
            } else if depth == 1, isLeaf, let rootName {
                closeChild(rootName, &log)
            }
        }

        private func closeChild(_ field: RootField, _ log: inout DeviceLog) {
            let value = text.withUnsafeBytes { cell -> String? in
                let cell = CellText.trimmed(cell)
                guard let first = cell.first, first >= 0x30, first <= 0x39 else { return nil }
                return CleanText.clean(cell.prefix { $0 > 0x20 }, limit: 40)
            }
            switch field {
            case .driver, .kernelDriver: log.driver = log.driver ?? value
            case .cuda: log.cuda = log.cuda ?? value
            }
        }

        /// The value of `id="..."`.
        private static func identifier(_ attributes: UnsafeRawBufferPointer) -> String? {
            guard let start = CellText.find("id=\"", in: attributes) else { return nil }
            let value = attributes[(start + 4)...].prefix { $0 != 0x22 }
            return value.isEmpty ? nil : CleanText.clean(value, limit: 40)
        }

        private static let instance = DeviceRules.hash("mig_devices/mig_device")
        private static let process = DeviceRules.hash("processes/process_info")
    }
}
