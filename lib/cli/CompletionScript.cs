namespace Cli;

/// <summary>The scripts by which shells complete a tool's words. They ask the tool itself, by its command "complete", so they know every command that there is.</summary>
public static class CompletionScript
{
    public static readonly string[] Shells = ["bash", "zsh", "fish"];

    const string Bash = """
        # Completion of TOOL for bash: source it, or put it into /usr/share/bash-completion/completions/TOOL.
        _TOOL() {
          local line IFS=$'\n'
          COMPREPLY=()
          for line in $("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
            COMPREPLY+=("$(printf %q "${line%%$'\t'*}")")
          done
        }
        complete -o default -F _TOOL TOOL

        """;

    const string Zsh = """
        #compdef TOOL
        # Completion of TOOL for zsh: put it, as _TOOL, into a folder of $fpath, or source it after compinit.
        _TOOL() {
          local line
          local -a found
          for line in "${(@f)$(${words[1]} complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
            [[ -n $line ]] || continue
            found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
          done
          if (( ${#found} )); then _describe TOOL found; else _files; fi
        }
        if [[ ${funcstack[1]} == _TOOL ]]; then _TOOL "$@"; else compdef _TOOL TOOL; fi

        """;

    const string Fish = """
        # Completion of TOOL for fish: put it into ~/.config/fish/completions/TOOL.fish, or source it.
        function __TOOL_complete
            set -l words (commandline -opc)
            $words[1] complete -- $words[2..] (commandline -ct) 2>/dev/null
        end
        complete -c TOOL -a '(__TOOL_complete)'

        """;

    /// <summary>Null for a shell that there is none for.</summary>
    public static string? Find(string tool, string shell) => (shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => null,
    })?.Replace("TOOL", tool);
}
