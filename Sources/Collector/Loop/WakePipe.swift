import Glibc
import Synchronization

/// A pipe that ends the sleep of a thread in `poll()`. Holds one byte at most, however often it is
/// raised.
final class WakePipe: Sendable {
    let reader: Int32
    private let writer: Int32
    private let isRaised = Atomic(false)

    init() {
        (reader, writer) = makePipe()
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

/// A pipe whose ends children do not inherit. Running out of descriptors leaves (-1, -1).
func makePipe() -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}

/// Reads and writes of the descriptor return at once.
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
