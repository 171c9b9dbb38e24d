@main struct Hybridtop { static func main() { print("hybridtop") } }
