@main
enum TerminalProbe {
    static func main() {}
}
