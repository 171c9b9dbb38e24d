public import Fleet

/// What a row, a cell or a graph stands for, by names that survive a change of rows. Selections, marks
/// and the way back are kept as these, never as indices.
public enum Identity: Hashable, Sendable {
    /// By its name.
    case site(String)
    /// By its id.
    case source(SourceID)
    /// By the source that speaks for it, and its name there.
    case node(source: SourceID, name: String)
    /// `key` is the accelerator's uuid, or its label (`3`, `3:1`) where the source gives none.
    case accelerator(source: SourceID, node: String, key: String)
    /// `label` is ``EndpointIdentity/label``.
    case endpoint(source: SourceID, label: String)
    /// By ``Workload/id``.
    case workload(String)
    /// `id` is ``Job/id``.
    case job(source: SourceID, id: String)
    /// By ``Finding/id``.
    case finding(String)
    /// Place in the change log: newest first.
    case change(Int)
    /// By its id.
    case action(String)
    /// A heading row of a grouped table.
    case group(String)
}

extension Identity {
    /// What a person would copy: the name.
    package var text: String {
        switch self {
        case .site(let name), .finding(let name), .group(let name), .action(let name),
            .workload(let name):
            name
        case .source(let id): id.description
        case .node(_, let name): name
        case .accelerator(_, let node, let key): "\(node) \(key)"
        case .endpoint(_, let label): label
        case .job(_, let id): id
        case .change(let place): "\(place)"
        }
    }
}

extension Identity {
    /// The node that it is, or is part of.
    package var node: (source: SourceID, name: String)? {
        switch self {
        case .node(let source, let name): (source, name)
        case .accelerator(let source, let node, _): (source, node)
        default: nil
        }
    }
}

/// A piece of a screen that can have the focus. Its selection and its table's layout are kept under it.
package struct PaneID: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The name, unique over all screens.
    package let name: String
    /// An id from its name.
    package init(stringLiteral name: String) { self.name = name }
}
