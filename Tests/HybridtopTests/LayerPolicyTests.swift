import Testing

/// Who may know whom: targets, and the folders of providers within theirs.
@Suite struct LayerPolicyTests {
    /// Which of our modules each target may import.
    static let layers: [String: Set<String>] = [
        "Fleet": [], "Collector": ["Fleet", "CProcess"], "Providers": ["Fleet", "Collector"],
        "Actions": ["Fleet", "Collector"],
        "Dashboard": ["Fleet"], "Terminal": ["Fleet", "Dashboard", "CNCurses", "CTerminal"],
        "Headless": ["Fleet", "CZlib"], "Settings": ["Fleet"],
    ]

    @Test func importsPointDownwards() {
        let ours = Set(Self.layers.keys).union(["CNCurses", "CProcess", "CTerminal", "CZlib"])
        for (target, allowed) in Self.layers {
            for file in ProjectFiles.swift(under: "Sources/\(target)") {
                for line in file.lines where line.contains("import ") {
                    let words = line.split(separator: " ")
                    guard let at = words.firstIndex(of: "import"), at <= 1, at + 1 < words.count
                    else { continue }
                    let module = String(words[at + 1])
                    #expect(
                        !ours.contains(module) || allowed.contains(module), "\(file.path): \(line)")
                }
            }
        }
    }

    /// Folders of Providers that are no provider: what several of them are made of, and which of the
    /// others each of these builds on. A folder that is not here is a provider's, and nobody's but its
    /// own.
    static let shared: [String: Set<String>] = [
        "Commands": [], "HTTPAccess": [], "Exposition": [], "JSON": ["Exposition"],
        "Serving": ["Exposition"],
        "Exporters": ["Exposition", "HTTPAccess", "Serving"], "AWS": ["HTTPAccess"], "Acting": [],
    ]

    @Test func providersDoNotKnowEachOther() {
        let folders = Self.providerFolders()
        #expect(folders.count > Self.shared.count + 5)
        var owners: [String: String] = [:]
        for (folder, code) in folders {
            for name in Self.types(in: code) {
                #expect(owners[name] == nil, "\(name) in \(folder) and \(owners[name] ?? "")")
                owners[name] = folder
            }
        }
        for (folder, code) in folders {
            let allowed = Self.shared[folder] ?? Set(Self.shared.keys)
            let own = Self.names(in: code)
            let words = Set(code.matches(of: /[A-Z]\w+/).map { String($0.0) })
            for word in words.subtracting(own) {
                guard let owner = owners[word], owner != folder else { continue }
                #expect(allowed.contains(owner), "\(folder) names \(word) of \(owner)")
            }
        }
    }

    @Test func everySharedFolderIsThere() {
        #expect(Set(Self.shared.keys).isSubset(of: Self.providerFolders().keys))
    }

    /// The code of each folder below Providers.
    private static func providerFolders() -> [String: String] {
        var folders: [String: String] = [:]
        for file in ProjectFiles.swift(under: "Sources/Providers") where file.folders.count > 2 {
            folders[file.folders[2], default: ""] += file.code
        }
        return folders
    }

    /// The types that a file's other files can name.
    private static func types(in code: String) -> Set<String> {
        let declaration =
            /(?m)^(?:package |final |indirect )*(?:struct|class|enum|actor|protocol|typealias) (\w+)/
        return Set(code.matches(of: declaration).map { String($0.1) })
    }

    /// Everything with a capital that the code itself gives a meaning: nested types, and members that a
    /// wire format spells so.
    private static func names(in code: String) -> Set<String> {
        let declaration =
            /(?:struct|class|enum|actor|protocol|typealias|let|var|case) ([A-Z]\w*)/
        return Set(code.matches(of: declaration).map { String($0.1) })
    }
}
