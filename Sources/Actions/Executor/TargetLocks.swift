package import Fleet

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One action a target at a time, over all programs of this user on this machine: an advisory lock on a
/// file, which the system gives back however a program ends.
package struct TargetLocks: Sendable {
    /// Where the files are.
    package let folder: String

    /// Locks in a folder; it is made for its owner only when first needed.
    package init(folder: String) { self.folder = folder }

    /// Locks that are held until they are released.
    package final class Held: Sendable {
        private let descriptors: [Int32]

        init(_ descriptors: [Int32]) { self.descriptors = descriptors }

        /// Gives them back. Once.
        package func release() { for descriptor in descriptors { _ = flock(descriptor, LOCK_UN) } }

        deinit { for descriptor in descriptors { _ = close(descriptor) } }
    }

    /// Takes all or none.
    package func take(_ targets: [ActionTarget]) throws(ActionRefusal) -> Held {
        try take(targets.map { (Self.name($0), Self.refusal($0)) })
    }

    /// The same of what steps change, also under another source's name.
    package func take(_ steps: [ActionStep]) throws(ActionRefusal) -> Held {
        try take(steps.seats.map { (Self.name($0.key), Self.refusal($0.value)) })
    }

    private static func refusal(_ target: ActionTarget) -> String {
        "Another action on \(target.uid) is under way."
    }

    /// Takes what serves together, all or none: for as long as requests go out, so that two actions do
    /// not both leave it to the other to serve.
    func take(groups: [String]) throws(ActionRefusal) -> Held {
        try take(
            Set(groups).map {
                (Self.name("group/\($0)"), "Another action in \($0) is being begun.")
            })
    }

    private func take(_ files: [(name: String, refusal: String)]) throws(ActionRefusal) -> Held {
        for slash in folder.indices.dropFirst() where folder[slash] == "/" {
            _ = mkdir(String(folder[..<slash]), 0o700)
        }
        _ = mkdir(folder, 0o700)
        var descriptors: [Int32] = []
        // In one order, so that two programs do not wait for each other.
        for file in files.sorted(by: { $0.name < $1.name }) {
            do throws(ActionRefusal) {
                descriptors.append(try take(file.name, file.refusal))
            } catch {
                for descriptor in descriptors { _ = close(descriptor) }
                throw error
            }
        }
        return Held(descriptors)
    }

    private func take(_ name: String, _ refusal: String) throws(ActionRefusal) -> Int32 {
        let path = "\(folder)/\(name)"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw ActionRefusal("cannot lock \(path): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            _ = close(descriptor)
            throw ActionRefusal(refusal)
        }
        Self.sign(descriptor)
        return descriptor
    }

    /// A file's name: letters, digits and the rest as its code, so that no two targets share one.
    static func name(_ target: ActionTarget) -> String { name(target.place) }

    private static func name(_ text: String) -> String {
        let name = text.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                String(UnicodeScalar(byte))
            default: "_" + String(byte, radix: 16)
            }
        }
        return name.joined().suffix(200) + ".lock"
    }
}
