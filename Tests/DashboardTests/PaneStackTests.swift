import Support
import Testing

@testable import Dashboard

/// How panes share the rows there are.
@Suite struct PaneStackTests {
    private func heights(_ rows: Int, _ wishes: [PaneStack.Wish]) -> [Int] {
        var stack = PaneStack(Canvas.Rect(column: 0, row: 1, width: 80, height: rows))
        let ids: [PaneID] = ["one", "two", "three"]
        for (id, wish) in zip(ids, wishes) { stack.want(id, TrendsPanel(), wish) }
        let panes = stack.panes(growing: "none")
        var row = 1
        for pane in panes {
            #expect(pane.rect.row == row)
            row += pane.rect.height
        }
        return panes.map(\.rect.height)
    }

    @Test func theLeastComesFirstThenWhatIsDecentThenWhatIsOfUse() {
        let wishes = [
            PaneStack.Wish(least: 3, decent: 5, most: 9),
            PaneStack.Wish(least: 3, decent: 5, most: 9),
        ]
        #expect(heights(5, wishes) == [5])
        #expect(heights(6, wishes) == [3, 3])
        #expect(heights(9, wishes) == [5, 4])
        #expect(heights(12, wishes) == [7, 5])
        #expect(heights(20, wishes) == [9, 11])
    }

    @Test func aPaneWithStepsTakesNoRowThatIsOfNoUse() {
        let stepped = PaneStack.Wish(least: 3, decent: 10, most: 16, steps: [3, 10, 16])
        let other = PaneStack.Wish(least: 3, decent: 4, most: 40)
        #expect(heights(12, [other, stepped]) == [9, 3])
        #expect(heights(14, [other, stepped]) == [4, 10])
        #expect(heights(60, [other, stepped]) == [40, 20])
    }

    @Test func anExtraComesWhenAllElseIsDecent() {
        let main = PaneStack.Wish(least: 3, decent: 10, most: 20)
        let extra = PaneStack.Wish(least: 9, decent: 9, most: 9, isExtra: true)
        #expect(heights(18, [main, extra]) == [18])
        #expect(heights(19, [main, extra]) == [10, 9])
    }
}
