extension Theme {
    /// The default theme, which needs no file: the same as `Themes/dark.theme`, to the letter.
    package static let standard = ThemeFile.parse(standardText, name: "dark").theme

    /// The text of `Themes/dark.theme`.
    package static let standardText = """
        # A theme of hybridtop. One role a line:
        #   role = #rrggbb [on #rrggbb] [bold] [dim] [underline] [reverse] [ansi N]
        # Roles without "on" lie on the background of "text"; "ansi N" (0-15) is for 16 colours.
        name = dark
        summary = Calm slate with a blue ramp: the default.

        text = #b9c2cc ansi 7 on #10151b ansi 0
        dim = #7d8894 ansi 8
        bright = #f0f4f8 ansi 15
        heading = #7d8894 ansi 8
        border = #5b6672 ansi 8
        title = #b9c2cc ansi 7 bold
        focus = #5fb3f0 ansi 6 bold
        header = #f0f4f8 ansi 15
        key = #5fb3f0 ansi 6
        keyLabel = #7d8894 ansi 8
        selection = #f0f4f8 ansi 15 on #22303f ansi 8
        marked = #5fb3f0 ansi 6 bold
        good = #5fbf9f ansi 2
        warning = #e8b04a ansi 3
        critical = #ff6a5e ansi 1 bold
        notice = #8fb8ff ansi 14
        stale = #8a8478 ansi 8
        load0 = #2c4a62 ansi 8
        load1 = #355975 ansi 8
        load2 = #3d6888 ansi 6
        load3 = #46779b ansi 6
        load4 = #4f87ad ansi 6
        load5 = #5896c0 ansi 6
        load6 = #60a5d3 ansi 14
        load7 = #69b4e6 ansi 14
        graph1 = #5fb3f0 ansi 6
        graph2 = #c3a6e8 ansi 5
        graph3 = #e8b04a ansi 3
        owned = #9fb7cc ansi 7
        rented = #c3a6e8 ansi 5
        badge = #10151b ansi 0 on #e8b04a ansi 3
        production = #10151b ansi 0 on #d58cf0 ansi 13
        productionFrame = #d58cf0 ansi 13
        input = #f0f4f8 ansi 15
        match = #10151b ansi 0 on #e8b04a ansi 3

        """
}
