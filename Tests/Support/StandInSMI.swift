import Foundation
import Glibc

/// A nvidia-smi that does as a test says, and may change its mind between two calls. The file system
/// that its node shows lies beside it.
package final class StandInSMI: Sendable {
    private let directory: URL

    /// The fixtures' stand-in with these `FAKE_SMI_` variables.
    package init(_ environment: [String: String] = [:]) throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-smi-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let real = Tools.fixtures.appendingPathComponent("bin/nvidia-smi").path
        try write(
            "nvidia-smi",
            "#!/bin/sh\nexport STAND_IN_SMI='\(directory.path)'\n"
                + ". '\(directory.path)/mode'\nexec '\(real)' \"$@\"\n",
            isProgram: true)
        try behave(environment)
    }

    /// What still runs of it goes with it: a stand-in that hangs heeds nothing else.
    deinit {
        for pid in ProcessTable.running(withVariable: "STAND_IN_SMI", directory.path) {
            kill(pid, SIGKILL)
        }
        try? FileManager.default.removeItem(at: directory)
    }

    /// What the provider is to run.
    package var command: String { directory.appendingPathComponent("nvidia-smi").path }

    /// Where the node's file tree begins.
    package var root: String { directory.path }

    /// How it answers from now on.
    package func behave(_ environment: [String: String]) throws {
        try write("mode", environment.map { "export \($0)='\($1)'\n" }.joined())
    }

    /// Makes the kernel log say something.
    package func log(_ lines: String...) throws {
        let text = lines.joined(separator: "\n")
        try write("bin/dmesg", "#!/bin/sh\ncat <<'LOG'\n\(text)\nLOG\n", isProgram: true)
    }

    /// Writes a file below the node's root, and the folders above it.
    package func write(_ name: String, _ text: String, isProgram: Bool = false) throws {
        let url = directory.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
        if isProgram {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: url.path)
        }
    }

    /// Puts GPUs on the node's PCI bus, by their addresses as the kernel spells them.
    package func attach(_ addresses: [String], driver: String = "nvidia") throws {
        for address in addresses {
            let device = "sys/bus/pci/devices/\(address)"
            try write("\(device)/vendor", "0x10de\n")
            try write("\(device)/class", "0x030200\n")
            try write("sys/bus/pci/drivers/\(driver)/new_id", "")
            try FileManager.default.createSymbolicLink(
                atPath: directory.appendingPathComponent("\(device)/driver").path,
                withDestinationPath: "../../drivers/\(driver)")
            if driver == "nvidia" {
                try write("proc/driver/nvidia/gpus/\(address)/information", "")
            }
        }
    }

    /// Lets this login open so many of the GPUs' device files.
    package func open(files count: Int) throws {
        for place in 0..<count { try write("dev/nvidia\(place)", "") }
    }
}
