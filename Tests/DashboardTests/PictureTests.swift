import Dashboard
import Fleet
import Foundation
import Support
import Testing

/// Writes frames with their colours into `$HYBRIDTOP_PICTURES`, to be looked at; does nothing without.
@Suite struct PictureTests {
    @Test func pictures() throws {
        guard let folder = ProcessInfo.processInfo.environment["HYBRIDTOP_PICTURES"] else { return }
        let themes = try ThemeFiles.all()
        for (name, keys) in [
            ("attention", "0"), ("overview", "1"), ("nodes", "2"), ("endpoints", "3"),
            ("sources", "8"), ("help", "2?"), ("palette", "2:so"), ("sort", "2o"), ("theme", "2t"),
        ] {
            for (columns, rows) in [(120, 40), (80, 24), (40, 10), (200, 60)] {
                var script = Script(
                    columns: columns, rows: rows, options: DashboardOptions(themes: themes))
                script.type(keys)
                try write(script.frame(), "\(folder)/\(name)-\(columns).ansi")
            }
        }
        for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
            var script = Script(
                SampleJobs.fleet(), columns: columns, rows: rows,
                options: DashboardOptions(themes: themes))
            script.type("5")
            try write(script.frame(), "\(folder)/jobs-\(columns).ansi")
        }
        for theme in themes {
            var script = Script(options: DashboardOptions(themes: [theme]))
            script.type("2")
            try write(script.frame(), "\(folder)/theme-\(theme.name).ansi")
        }
    }

    private func write(_ frame: Frame, _ path: String) throws {
        try FrameText.ansi(frame).write(toFile: path, atomically: true, encoding: .utf8)
    }
}
