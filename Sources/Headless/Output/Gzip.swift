import CZlib
import Glibc

/// Compresses a file that was put aside. The compressed one appears under its name only when it is
/// complete and on the disk; then the original goes.
enum Gzip {
    /// Compresses `path` to `path.gz`, a piece at a time so that other tasks get their turn.
    @concurrent
    static func compress(_ path: String) async throws(OutputFailure) {
        let part = "\(path).gz.part"
        let source = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard source >= 0 else {
            throw OutputFailure("\(path): cannot be compressed", code: errno)
        }
        defer { close(source) }
        unlink(part)
        let target = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard target >= 0 else {
            throw OutputFailure("\(part): cannot be made", code: errno)
        }
        do throws(OutputFailure) {
            try await copy(from: source, to: target, name: part)
        } catch {
            unlink(part)
            throw error
        }
        guard rename(part, "\(path).gz") == 0 else {
            throw OutputFailure("\(part): cannot be renamed", code: errno)
        }
        unlink(path)
    }

    private static func copy(
        from source: Int32, to target: Int32, name: String
    ) async throws(OutputFailure) {
        // zlib closes the descriptor that it is given; ours is wanted for the synchronisation.
        let given = dup(target)
        defer { close(target) }
        guard let stream = gzdopen(given, "wb6") else {
            close(given)
            throw OutputFailure("\(name): zlib gave no stream")
        }
        var buffer = [UInt8](repeating: 0, count: 128 << 10)
        var isWhole = true
        while isWhole {
            let count = read(source, &buffer, buffer.count)
            if count == 0 { break }
            isWhole = count > 0 && gzwrite(stream, buffer, UInt32(count)) == Int32(count)
            await Task.yield()
        }
        let isClosed = gzclose(stream) == Z_OK
        guard isWhole, isClosed, fdatasync(target) == 0 else {
            throw OutputFailure("\(name): cannot be written", code: errno)
        }
    }
}
