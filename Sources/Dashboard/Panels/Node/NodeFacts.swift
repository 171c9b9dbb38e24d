import Fleet

/// What is known of the host, in as many columns as fit.
struct NodeFacts: Panel {
    func title(_ context: PanelContext) -> String {
        guard case .node(let source, let name) = context.subject else { return "Node" }
        guard let node = NodeSubject(context.subject, in: context.state) else {
            return "Node \(name) · \(source.provider)"
        }
        let providers = node.host.parts.map(\.source.id.provider)
        return "Node \(name) · \(providers.joined(separator: " + "))"
    }

    func rightTitle(_ context: PanelContext) -> String {
        guard let node = NodeSubject(context.subject, in: context.state) else { return "" }
        if node.source.isOnlyExpected { return "\(Glyph.waiting) never answered" }
        let age = node.source.age(at: context.now.monotonic).map(Format.age) ?? Format.absent
        return node.isLive ? "\(Glyph.good) live \(age)" : "\(Glyph.stale) \(age) old"
    }

    /// Columns of a fact at least.
    private static let pitch = 36

    /// Rows that the facts need.
    static func rowCount(_ node: NodeSubject, width: Int) -> Int {
        let columns = max(1, width / pitch)
        let failures = node.host.parts.count { $0.source.failure != nil }
        let sources = node.host.parts.count > 1 ? node.host.parts.count : 0
        return min(6, (12 + failures + sources + columns - 1) / columns)
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let node = NodeSubject(context.subject, in: context.state) else {
            canvas.drawCut(
                "No source knows this node now.", column: rect.column, row: rect.row,
                width: rect.width, role: .dim)
            return
        }
        var facts = Self.facts(node, context)
        for part in node.host.parts {
            guard let failure = part.source.failure else { continue }
            let name = node.host.parts.count > 1 ? part.source.id.provider : "status"
            facts.insert((name, Piece(failure.message, .warning)), at: 0)
        }
        FactGrid(facts: facts, pitch: Self.pitch).draw(on: &canvas, in: rect)
    }

    private static func facts(_ node: NodeSubject, _ context: PanelContext) -> [(String, Piece)] {
        let identity = node.identity
        let presence = node.presence
        let model = node.gpus.first.map { node.sample.inventory.accelerators[$0].model } ?? ""
        return [
            ("GPUs", Piece(presence.text, presence.isShort ? .critical : .bright)),
            ("model", plain(model.isEmpty ? nil : model)),
            ("driver", plain(identity.driver)), ("cuda", plain(identity.cuda)),
            ("site", plain(node.source.site + rack(identity))),
            ("load", load(node)), ("memory", memory(node)), ("disk", disk(node)),
            ("uptime", plain(node[.uptime].value.map { Format.age(.seconds(min($0, 9e8))) })),
            ("ib", ports(node)), ("boot", plain(identity.bootID.map { String($0.prefix(13)) })),
            ("system", plain(identity.system)),
        ] + sources(node, context)
    }

    /// Who tells of it and how old that is, where there are several.
    private static func sources(
        _ node: NodeSubject, _ context: PanelContext
    ) -> [(String, Piece)] {
        guard node.host.parts.count > 1 else { return [] }
        return node.host.parts.map { part in
            let age = part.source.age(at: context.now.monotonic).map(Format.wholeAge)
            return (
                "source",
                Piece(
                    "\(part.source.id) \(age ?? Format.absent)",
                    part.source.isLive ? .text : .warning)
            )
        }
    }

    private static func plain(_ text: String?) -> Piece {
        text.map { Piece($0) } ?? Piece(Format.absent, .dim)
    }

    private static func rack(_ identity: NodeIdentity) -> String {
        identity.labels["rack"].map { " · \($0)" } ?? ""
    }

    private static func load(_ node: NodeSubject) -> Piece {
        guard let load = node[.load1].value else { return plain(nil) }
        let cpus = node[.cpuCount].value.map { " of \(Format.count($0)) cpus" } ?? ""
        let busy = node[.cpuUtilization].value.map { " · \(Format.percent($0))" } ?? ""
        return Piece(Format.fixed(load, 1) + cpus + busy)
    }

    private static func memory(_ node: NodeSubject) -> Piece {
        guard let used = node[.memoryUsed].value else { return plain(nil) }
        let total = node[.memoryTotal].value
        let text = Format.bytes(used) + (total.map { " of \(Format.bytes($0))" } ?? "")
        let isTight = total.map { used > 0.95 * $0 } ?? false
        return Piece(text, isTight ? .warning : .text)
    }

    private static func disk(_ node: NodeSubject) -> Piece {
        guard let used = node[.diskUsed].value else { return plain(nil) }
        return Piece("\(Format.percent(used)) of the fullest", used >= 0.9 ? .warning : .text)
    }

    private static func ports(_ node: NodeSubject) -> Piece {
        guard let all = node[.infinibandPorts].value else { return plain(nil) }
        guard let up = node[.infinibandActive].value else { return Piece(Format.count(all)) }
        return Piece(
            "\(Format.count(up)) of \(Format.count(all)) ports up", up < all ? .warning : .text)
    }
}
