import Dashboard

/// The themes that are there for the screen: the built-in default first, then those of the files.
enum ThemeFiles {
    /// Every theme, by name after the default. Files that cannot be read are left out here;
    /// `hybridtop themes` says what is wrong with them.
    static func all(_ environment: [String: String]) -> [Theme] {
        var themes = [Theme.standard]
        for file in ThemePlaces.files(environment) {
            guard let text = ThemePlaces.text(of: file) else { continue }
            let name = String(file.split(separator: "/").last?.dropLast(".theme".count) ?? "")
            let theme = ThemeFile.parse(text, name: name).theme
            if let place = themes.firstIndex(where: { $0.name == theme.name }) {
                themes[place] = theme
            } else {
                themes.append(theme)
            }
        }
        return themes
    }
}
