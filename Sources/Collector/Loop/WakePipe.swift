import Glibc
import Synchronization
import SystemPackage

/// A pipe that ends the sleep of a thread in `poll()`. Holds one byte at most, however often it is
/// raised.
final class WakePipe: Sendable {
    let reader: Int32
    private let writer: Int32
    private let isRaised = Atomic(false)

    /// Throws where no descriptors are left.
    init() throws(DescriptorShortage) {
        guard let ends = makePipe() else { throw DescriptorShortage() }
        (reader, writer) = ends
        setNonBlocking(reader)
        setNonBlocking(writer)
    }

    deinit {
        close(reader)
        close(writer)
    }

    /// Wakes the thread, unless a wake-up is under way already.
    func raise() {
        guard !isRaised.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 1
        _ = write(writer, &byte, 1)
    }

    /// Takes the byte out. What is queued before the next ``raise()`` is seen by the turn that follows.
    func lower() {
        var byte: UInt8 = 0
        _ = read(reader, &byte, 1)
        isRaised.store(false, ordering: .sequentiallyConsistent)
    }
}

/// A pipe whose ends children do not inherit; `nil` where descriptors have run out.
func makePipe() -> (reader: Int32, writer: Int32)? {
    guard let ends = try? FileDescriptor.pipe(options: .closeOnExec) else { return nil }
    return (ends.readEnd.rawValue, ends.writeEnd.rawValue)
}

/// Makes reads and writes of the descriptor return at once.
func setNonBlocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
}

/// Starts a detached POSIX thread; signals are left to the other
/// threads.
func startThread(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(ThreadBody(body: body))
    var thread = pthread_t()
    let status = pthread_create(&thread, nil, threadMain, box.toOpaque())
    precondition(status == 0, "the system gives no thread: \(status)")
    pthread_detach(thread)
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void

    init(body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let box = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
    box.body()
    return nil
}
