package import Fleet

/// Filters, sorts and groups the rows of a table.
package struct TableBuilder<Source: TableSource> {
    let source: Source
    let context: TableContext
    private var snapshot: FleetSnapshot { context.snapshot }

    /// A builder over one snapshot.
    package init(source: Source, context: TableContext) {
        self.source = source
        self.context = context
    }

    /// The lines in the order of the screen.
    package func build(_ key: TableMemo.Key, filter: Filter) -> TableMemo {
        let all = source.references(context)
        var rows = all
        if !filter.isAll {
            let mask = filter.mask(source.filterable(all, context))
            rows = zip(all, mask).compactMap { $1 ? $0 : nil }
        }
        if let name = key.sortColumn, let column = source.column(name) {
            rows = sort(rows, by: column.key, isDescending: key.isDescending)
        }
        var memo = TableMemo(key: key)
        memo.shown = rows.count
        memo.all = all.count
        memo.widths = widths(rows)
        if let grouping = key.group {
            memo.lines = group(rows, by: grouping, collapsed: key.collapsed)
            widen(&memo)
        } else {
            memo.lines = rows.map { .row($0) }
        }
        return memo
    }

    /// Sorts by a key column made once; equal rows keep the fleet's order, and rows without a value come
    /// last in either direction.
    private func sort(_ rows: [RowReference], by key: TableColumn.Key, isDescending: Bool)
        -> [RowReference]
    {
        switch key {
        case .none: return rows
        case .number(let value):
            let keys = rows.map { value($0, context) ?? .nan }
            let present = keys.indices.filter { !keys[$0].isNaN }
            let order = present.sorted {
                if keys[$0] == keys[$1] { return $0 < $1 }
                return (keys[$0] < keys[$1]) != isDescending
            }
            return order.map { rows[$0] } + keys.indices.filter { keys[$0].isNaN }.map { rows[$0] }
        case .text(let value):
            let keys = rows.map { value($0, context) ?? "" }
            let present = keys.indices.filter { !keys[$0].isEmpty }
            let order = present.sorted {
                if keys[$0] == keys[$1] { return $0 < $1 }
                return NaturalOrder.isBefore(keys[$0], keys[$1]) != isDescending
            }
            return order.map { rows[$0] }
                + keys.indices.filter { keys[$0].isEmpty }.map { rows[$0] }
        }
    }

    private func widths(_ rows: [RowReference]) -> [String: Int] {
        var widths: [String: Int] = [:]
        for column in source.columns {
            if column.hidesWhenEmpty, isEmpty(column, rows) {
                widths[column.id] = -1
                continue
            }
            guard let growth = column.growth, case .text(let text) = column.key else { continue }
            var longest = growth.lowerBound
            for row in rows where longest < growth.upperBound {
                if let text = text(row, context), text.utf8.count > longest {
                    longest = max(longest, DisplayWidth.columns(of: text))
                }
            }
            widths[column.id] = min(longest, growth.upperBound)
        }
        return widths
    }

    private func isEmpty(_ column: TableColumn, _ rows: [RowReference]) -> Bool {
        switch column.key {
        case .none: false
        case .number(let value): !rows.contains { value($0, context) != nil }
        case .text(let value): !rows.contains { value($0, context)?.isEmpty == false }
        }
    }

    private func group(_ rows: [RowReference], by grouping: Grouping, collapsed: Set<String>)
        -> [TableLine]
    {
        var order: [String] = []
        var members: [String: [RowReference]] = [:]
        for row in rows {
            let name = source.group(row, grouping, context)
            if members[name] == nil { order.append(name) }
            members[name, default: []].append(row)
        }
        var lines: [TableLine] = []
        for name in order {
            guard let rows = members[name] else { continue }
            let isCollapsed = collapsed.contains(name)
            lines.append(
                .group(
                    GroupLine(
                        name: name, count: rows.count, totals: totals(rows),
                        states: states(rows), isCollapsed: isCollapsed)))
            if !isCollapsed { lines += rows.map { .row($0) } }
        }
        return lines
    }

    /// How many rows are not well, by what is wrong; one whose readings are old is silent, unless it is
    /// known to be broken.
    private func states(_ rows: [RowReference]) -> [RowState: Int] {
        guard case .number(let value) = source.column("state")?.key else { return [:] }
        var states: [RowState: Int] = [:]
        for row in rows {
            var state = value(row, context).flatMap { RowState(rawValue: Int($0)) } ?? .waiting
            if state != .failed, source.isStale(row, snapshot) { state = .stale }
            if [.failed, .warning, .stale].contains(state) { states[state, default: 0] += 1 }
        }
        return states
    }

    /// Sums over the rows whose readings are current.
    private func totals(_ rows: [RowReference]) -> [String: String] {
        let live = rows.filter { !source.isStale($0, snapshot) }
        var totals: [String: String] = [:]
        for column in source.columns {
            if case .rows(let text) = column.total { totals[column.id] = text(rows, context) }
            guard case .number(let value) = column.key else { continue }
            let values = live.compactMap { value($0, context) }
            guard let text = Self.sum(values, column.total) else { continue }
            let part = values.count < rows.count ? " \(values.count)/\(rows.count)" : ""
            totals[column.id] = text + part
        }
        return totals
    }

    /// The values brought together; `nil` where the column has no such thing, or nothing has a value.
    static func sum(_ values: [Double], _ total: TableColumn.Total) -> String? {
        guard !values.isEmpty else { return nil }
        switch total {
        case .none, .rows: return nil
        case .sum(let text): return text(values.reduce(0, +))
        case .mean(let text): return text(values.reduce(0, +) / Double(values.count))
        case .highest(let text): return values.max().map(text)
        }
    }

    /// Makes room for subtotals.
    private func widen(_ memo: inout TableMemo) {
        for line in memo.lines {
            guard case .group(let group) = line else { continue }
            for (id, text) in group.totals {
                memo.widths[id] = max(memo.widths[id] ?? 0, text.count)
            }
        }
    }
}

/// `gpu2` before `gpu10`.
package enum NaturalOrder {
    /// Whether the left comes first: digits by their number, the rest by its characters.
    package static func isBefore(_ left: String, _ right: String) -> Bool {
        var left = Substring(left).utf8
        var right = Substring(right).utf8
        while let a = left.first, let b = right.first {
            if isDigit(a), isDigit(b) {
                let first = left.prefix(while: isDigit).drop { $0 == 0x30 }
                let second = right.prefix(while: isDigit).drop { $0 == 0x30 }
                if first.count != second.count { return first.count < second.count }
                if !first.elementsEqual(second) { return first.lexicographicallyPrecedes(second) }
                left = left.drop(while: isDigit)
                right = right.drop(while: isDigit)
            } else {
                if a != b { return a < b }
                left.removeFirst()
                right.removeFirst()
            }
        }
        return left.isEmpty && !right.isEmpty
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
