import Collector
import Fleet

/// Whether this login may change nodes: SlurmUser and root may, and whom the accounting calls an operator
/// or administrator.
extension SlurmProvider {
    func permission() async -> ActionCheck {
        do throws(SourceFailure) {
            let me = try await text(["id", "-un"], ours: false)
            let config = try await text(["scontrol", "show", "config"])
            let owner = Self.value("SlurmUser", in: config).prefix { $0 != "(" }
            if me == "root" || me == owner {
                return ActionCheck(.permission, .pass, "\(me) administers SLURM.")
            }
            guard Self.value("AccountingStorageType", in: config).hasSuffix("slurmdbd") else {
                return ActionCheck(
                    .permission, .block,
                    "\(me) may not change nodes: without accounting only root and \(owner) do.")
            }
            return await level(of: me)
        } catch {
            return ActionCheck(
                .permission, .unknown,
                "Whether nodes may be changed is not known: "
                    + error.message)
        }
    }

    private func level(of name: String) async -> ActionCheck {
        do throws(SourceFailure) {
            let level = try await text(
                ["sacctmgr", "-n", "-P", "show", "user", name, "format=AdminLevel"])
            if level == "Operator" || level == "Administrator" {
                return ActionCheck(.permission, .pass, "\(name) is \(level) in SLURM.")
            }
            return ActionCheck(
                .permission, .block,
                "\(name) may not change nodes: the accounting calls it neither Operator nor "
                    + "Administrator.")
        } catch {
            return ActionCheck(
                .permission, .unknown, "SLURM does not tell what \(name) may do: \(error.message)")
        }
    }

    private func text(
        _ command: [String], ours: Bool = true
    ) async throws(SourceFailure) -> String {
        let bytes = try await commands.read(command, mayFail: false, ours: ours)
        var text = String(decoding: bytes.prefix(1 << 18), as: UTF8.self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    private static func value(_ key: String, in config: String) -> String {
        for line in config.split(separator: "\n") where line.hasPrefix(key) {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].split(separator: " ").first ?? "" == key else {
                continue
            }
            return CleanText.clean(parts[1].split(separator: " ").joined(separator: " "))
        }
        return ""
    }
}
