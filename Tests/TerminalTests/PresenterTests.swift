import Dashboard
import Testing

@testable import Terminal

/// What reaches the screen between one frame and the next.
struct PresenterTests {
    /// Remembers what is put.
    private final class Recording: ScreenBackend {
        var puts: [String] = []
        var styles: [Int: Style] = [:]
        var clusters: [Int: String] = [:]
        var cursors: [Frame.Point?] = []

        func define(style: Style, at index: Int) { styles[index] = style }
        func define(cluster: String, at index: Int) { clusters[index] = cluster }
        func place(cursor: Frame.Point?) { cursors.append(cursor) }
        func put(_ cells: ArraySlice<Cell>, column: Int, row: Int) {
            let text = cells.map { cell -> String in
                if cell.scalar >= Cell.clusterBase {
                    return clusters[Int(cell.scalar - Cell.clusterBase)] ?? "!"
                }
                return cell.width == 0 ? "" : UnicodeScalar(cell.scalar).map { "\($0)" } ?? "!"
            }
            puts.append("\(column),\(row) \(text.joined())")
        }

        func take() -> [String] {
            defer { puts = [] }
            return puts
        }
    }

    private let screen = Recording()
    private var presenter = Presenter(columns: 6, rows: 2)

    private func frame(_ rows: [String], styles: [Style] = []) -> Frame {
        let theme = Theme(name: "t", summary: "", styles: [.text: Style()])
        var canvas = Canvas(width: 6, height: 2, theme: theme)
        for (row, text) in rows.enumerated() { canvas.draw(text, column: 0, row: row) }
        return canvas.frame
    }

    @Test mutating func putsOnlyWhatChanged() {
        #expect(presenter.present(frame(["abcdef", "123"]), on: screen) == 12)
        #expect(screen.take() == ["0,0 abcdef", "0,1 123   "])
        #expect(presenter.present(frame(["abXdeY", "123"]), on: screen) == 2)
        #expect(screen.take() == ["2,0 X", "5,0 Y"])
        #expect(presenter.present(frame(["abXdeY", "123"]), on: screen) == nil)
        #expect(screen.take() == [])
    }

    @Test mutating func keepsWideCharactersWhole() {
        _ = presenter.present(frame(["a日c", ""]), on: screen)
        _ = screen.take()
        _ = presenter.present(frame(["a本c", ""]), on: screen)
        #expect(screen.take() == ["1,0 本"])
        _ = presenter.present(frame(["axyc", ""]), on: screen)
        #expect(screen.take() == ["1,0 xy"])
        _ = presenter.present(frame(["日yc", ""]), on: screen)
        #expect(screen.take() == ["0,0 日"])
    }

    @Test mutating func comparesLooksAndNotNumbers() {
        let red = Style(foreground: Color(rgb: 0xff0000))
        let blue = Style(foreground: Color(rgb: 0x0000ff))
        var one = frame(["ab", ""])
        one[0, 0].style = one.index(of: red)
        one[1, 0].style = one.index(of: blue)
        var other = frame(["ab", ""])
        other[1, 0].style = other.index(of: blue)
        other[0, 0].style = other.index(of: red)
        _ = presenter.present(one, on: screen)
        #expect(presenter.present(other, on: screen) == nil)
        other[0, 0].style = other.index(of: blue)
        #expect(presenter.present(other, on: screen) == 1)
    }

    @Test mutating func repairsFramesThatWouldShiftARow() {
        var broken = frame(["abcdef", ""])
        broken[0, 0] = Cell(scalar: 0, style: 0, width: 0)
        broken[2, 0] = Cell(scalar: 0x65e5, style: 0, width: 2)
        broken[4, 0] = Cell(scalar: 0x1b, style: 0)
        broken[5, 0] = Cell(scalar: 0x65e5, style: 0, width: 2)
        _ = presenter.present(broken, on: screen)
        #expect(screen.take().first == "0,0  b d  ")
    }

    @Test mutating func drawsAllOfAnotherSizeAndNoMore() {
        _ = presenter.present(frame(["abcdef", "123456"]), on: screen)
        _ = screen.take()
        presenter.resize(columns: 3, rows: 1)
        #expect(presenter.present(frame(["abcdef", "123456"]), on: screen) == 3)
        #expect(screen.take() == ["0,0 abc"])
        presenter.resize(columns: 8, rows: 3)
        _ = presenter.present(frame(["abcdef", "123456"]), on: screen)
        #expect(screen.take() == ["0,0 abcdef  ", "0,1 123456  ", "0,2         "])
    }

    @Test mutating func movesTheCursorOnlyWhenItMoves() {
        var one = frame(["a", ""])
        one.cursor = .init(column: 1, row: 0)
        _ = presenter.present(one, on: screen)
        #expect(presenter.present(one, on: screen) == nil)
        one.cursor = nil
        #expect(presenter.present(one, on: screen) == 0)
        #expect(screen.cursors == [.init(column: 1, row: 0), nil])
    }

    @Test mutating func startsItsNumbersAnewInTime() {
        for step in 0..<10_000 {
            var one = frame(["a", ""])
            one[0, 0].style = one.index(of: Style(foreground: Color(rgb: UInt32(step))))
            one[1, 0].scalar = one.cluster("e\(step)")
            _ = presenter.present(one, on: screen)
        }
        #expect(screen.styles.count <= Presenter.tableLimit)
        #expect(screen.clusters.count <= Presenter.tableLimit)
        #expect(screen.take().last?.contains("e9999") == true)
    }
}
