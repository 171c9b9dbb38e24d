/// Work on many items side by side, a few at a time.
enum Bounded {
    /// Does the work for each item and hands over what came of it as it comes, with the item's place.
    /// `take` runs where this was called.
    static func forEach<Item: Sendable, Result: Sendable>(
        _ items: [Item], width: Int, isolation: isolated (any Actor)? = #isolation,
        work: @escaping @Sendable (Item) async -> Result, take: (Int, Result) -> Void
    ) async {
        await withTaskGroup(of: (Int, Result).self) { group in
            var next = 0
            func begin(_ group: inout TaskGroup<(Int, Result)>) {
                guard next < items.count else { return }
                let place = next
                let item = items[place]
                next += 1
                group.addTask { (place, await work(item)) }
            }
            for _ in 0..<width { begin(&group) }
            while let (place, result) = await group.next() {
                begin(&group)
                take(place, result)
            }
        }
    }
}
