import Glibc

/// The line discipline: as it was found, and as a full screen needs it.
struct TerminalMode {
    /// As it was found.
    let saved: termios
    private let descriptor: Int32

    init(descriptor: Int32) throws(TerminalError) {
        var found = termios()
        guard tcgetattr(descriptor, &found) == 0 else {
            throw .system(call: "tcgetattr", code: errno)
        }
        saved = found
        self.descriptor = descriptor
    }

    /// Keys one by one and unechoed, output as it is. Ctrl-C and Ctrl-Z become keys: as signals they
    /// would also reach the children in our process group. Ctrl-\ still ends the program.
    func enterFullScreen() {
        var mode = saved
        mode.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON | IXOFF)
        // curses draws to a file in memory, where it finds no newline translation and counts on that.
        mode.c_oflag &= ~tcflag_t(OPOST)
        mode.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN)
        mode.c_lflag |= tcflag_t(ISIG)
        withUnsafeMutableBytes(of: &mode.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
            characters[Int(VINTR)] = 0
            characters[Int(VSUSP)] = 0
        }
        _ = withUnsafePointer(to: mode) { tcsetattr(descriptor, TCSANOW, $0) }
    }

    /// As it was found. `dropInput` forgets what was typed and not read: reports of the mouse.
    func leaveFullScreen(dropInput: Bool) {
        if dropInput { tcflush(descriptor, TCIFLUSH) }
        _ = withUnsafePointer(to: saved) { tcsetattr(descriptor, TCSANOW, $0) }
    }
}
