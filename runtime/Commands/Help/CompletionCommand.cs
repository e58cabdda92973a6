using System.CommandLine;

namespace Hull.Commands.Help;

/// <summary>hull completion SHELL: the script by which a shell completes hull's words. It asks hull itself, so it knows every command that there is.</summary>
internal static class CompletionCommand
{
    const string Bash = """
        # Completion of hull for bash: source it, or put it into /usr/share/bash-completion/completions/hull.
        _hull() {
          local line IFS=$'\n'
          COMPREPLY=()
          for line in $("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
            COMPREPLY+=("$(printf %q "${line%%$'\t'*}")")
          done
        }
        complete -o default -F _hull hull

        """;

    const string Zsh = """
        #compdef hull
        # Completion of hull for zsh: put it, as _hull, into a folder of $fpath, or source it after compinit.
        _hull() {
          local line
          local -a found
          for line in "${(@f)$(${words[1]} complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
            [[ -n $line ]] || continue
            found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
          done
          if (( ${#found} )); then _describe hull found; else _files; fi
        }
        if [[ ${funcstack[1]} == _hull ]]; then _hull "$@"; else compdef _hull hull; fi

        """;

    const string Fish = """
        # Completion of hull for fish: put it into ~/.config/fish/completions/hull.fish, or source it.
        function __hull_complete
            set -l words (commandline -opc)
            $words[1] complete -- $words[2..] (commandline -ct) 2>/dev/null
        end
        complete -c hull -a '(__hull_complete)'

        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish.", CompletionSources = { "bash", "zsh", "fish" } };
        return new Command("completion", "Prints the script by which a shell completes commands, options and names. Example: hull completion bash >hull.bash && . ./hull.bash") { shell }.DoingForAll(parsed =>
        {
            string name = parsed.GetRequiredValue(shell);
            ImageWork.Print(name switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                _ => throw new HullException($"there is no completion for {name}: there is for bash, zsh and fish", exitCode: 1),
            });
            return 0;
        });
    }
}
