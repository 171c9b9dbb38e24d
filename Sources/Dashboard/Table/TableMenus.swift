import Fleet

/// The menus of a table.
enum TableMenus {
    static func sort(_ columns: [TableColumn], _ arranged: TableState) -> MenuLayer {
        let items = columns.compactMap { column -> MenuLayer.Item? in
            if case .none = column.key { return nil }
            let isOn = column.id == arranged.sortColumn
            let mark =
                isOn ? arranged.isDescending ? " \(Glyph.descending)" : " \(Glyph.ascending)" : ""
            return MenuLayer.Item(
                column.id + mark, detail: column.summary, isOn: isOn,
                request: .sort(column: column.id, isDescending: nil))
        }
        let own = MenuLayer.Item(
            "none", detail: "the fleet's own order", isOn: arranged.sortColumn == nil,
            request: .sort(column: "none", isDescending: nil))
        return MenuLayer("Sort by", [own] + items)
    }

    static func columns(_ columns: [TableColumn], _ visible: Set<String>) -> MenuLayer {
        let items = columns.filter { !$0.isPinned }.map { column in
            MenuLayer.Item(
                column.id, detail: column.summary, isOn: visible.contains(column.id),
                request: .column(column.id))
        }
        return MenuLayer("Columns", items, staysOpen: true)
    }

    static func group(_ arranged: TableState, _ snapshot: FleetSnapshot) -> MenuLayer {
        let labels = Set(snapshot.sources.flatMap(\.labels.keys)).sorted()
        let choices: [(Grouping?, String)] =
            [
                (nil, "rows one by one"), (.site, "where it runs"), (.model, "GPU or served model"),
                (.kind, "kind of server or provider"), (.state, "how it is doing"),
                (.user, "whose job it is"),
            ]
            + labels.map { (Grouping.label($0), "label of the source") }
        return MenuLayer(
            "Group by",
            choices.map { group, detail in
                MenuLayer.Item(
                    group?.text ?? "none", detail: detail, isOn: group == arranged.group,
                    request: .group(group))
            })
    }
}
