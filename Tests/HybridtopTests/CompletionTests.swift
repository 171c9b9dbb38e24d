import ArgumentParser
import Testing

@testable import hybridtop

/// The completions as the shells themselves see them; bash, zsh and fish have to be installed.
@Suite struct CompletionTests {
    @Test func bashCompletesTheCommands() throws {
        let folder = try TestFolder()
        try folder.write(HybridtopCommand.completionScript(for: .bash), "hybridtop.bash")
        let line = """
            bash -c 'source ./hybridtop.bash; COMP_WORDS=(hybridtop lo); COMP_CWORD=1; \
            COMP_LINE="hybridtop lo"; COMP_POINT=12; _hybridtop hybridtop lo hybridtop; \
            printf "%s\\n" "${COMPREPLY[@]}"' > out
            """
        #expect(folder.run(line) == 0)
        #expect(folder.text("out").split(separator: "\n").contains("log"))
    }

    @Test func zshLoadsIt() throws {
        let folder = try TestFolder()
        try folder.write(HybridtopCommand.completionScript(for: .zsh), "_hybridtop")
        let line = """
            zsh -f -c 'fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -d ./dump; \
            print ${_comps[hybridtop]}; autoload +X _hybridtop' > out
            """
        #expect(folder.run(line) == 0)
        #expect(folder.text("out") == "_hybridtop\n")
    }

    @Test func fishCompletesTheCommands() throws {
        let folder = try TestFolder()
        try folder.write(HybridtopCommand.completionScript(for: .fish), "hybridtop.fish")
        let line = "fish -N -c 'source ./hybridtop.fish; complete -C \"hybridtop \"' > out"
        #expect(folder.run(line) == 0)
        #expect(folder.text("out").contains("config"))
    }
}
