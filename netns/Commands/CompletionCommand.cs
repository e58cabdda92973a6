using System.CommandLine;
using System.Text;
using Linux;
using Netctl.Tree;

namespace Netctl.Commands;

/// <summary>netctl completion SHELL: the script by which a shell completes netctl's words. It asks netctl itself, so it knows every verb that there is.</summary>
internal static class CompletionCommand
{
    const string Bash = """
        # Completion of netctl for bash: source it, or put it into /usr/share/bash-completion/completions/netctl.
        _netctl() {
          local line IFS=$'\n'
          COMPREPLY=()
          for line in $("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
            COMPREPLY+=("$(printf %q "${line%%$'\t'*}")")
          done
        }
        complete -o default -F _netctl netctl

        """;

    const string Zsh = """
        #compdef netctl
        # Completion of netctl for zsh: put it, as _netctl, into a folder of $fpath, or source it after compinit.
        _netctl() {
          local line
          local -a found
          for line in "${(@f)$(${words[1]} complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
            [[ -n $line ]] || continue
            found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
          done
          if (( ${#found} )); then _describe netctl found; else _files; fi
        }
        if [[ ${funcstack[1]} == _netctl ]]; then _netctl "$@"; else compdef _netctl netctl; fi

        """;

    const string Fish = """
        # Completion of netctl for fish: put it into ~/.config/fish/completions/netctl.fish, or source it.
        function __netctl_complete
            set -l words (commandline -opc)
            $words[1] complete -- $words[2..] (commandline -ct) 2>/dev/null
        end
        complete -c netctl -a '(__netctl_complete)'

        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish.", CompletionSources = { "bash", "zsh", "fish" } };
        var completion = new Verb("completion", "Prints the script by which a shell completes commands, options, namespaces and links.",
            "netctl completion bash >netctl.bash", ". ./netctl.bash") { shell };
        completion.SetAction(parsed => Print(parsed.GetRequiredValue(shell)));
        return completion;
    }

    static int Print(string shell)
    {
        string script = shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => throw new CommandFailure(ExitCode.Usage, $"There is no completion for \"{shell}\": there is for bash, zsh and fish."),
        };
        Stdio.WriteOutput(Encoding.UTF8.GetBytes(script));
        return ExitCode.Ok;
    }
}
