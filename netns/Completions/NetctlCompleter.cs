using System.CommandLine;
using System.CommandLine.Completions;
using Cli;
using Netctl.Commands;

namespace Netctl.Completions;

/// <summary>What is netctl's own of completion: verbs by their beginnings, the namespace that -n names, programs to be run in one, and ip's words.</summary>
internal sealed class NetctlCompleter(Command root) : Completer(root)
{
    bool _inAll;

    protected override Command? Below(Command command, string word) => CommandLine.Below(command, word);

    protected override void Note(Option option, string? value)
    {
        if (option.Name == "--netns") Candidates.Netns = value;
        _inAll |= Options.IsAll(option.Name);
    }

    // With --all no namespace is named before the program.
    protected override int? ProgramAt(Command command) => _inAll && command.Name == ExecCommand.Name ? 0 : base.ProgramAt(command);

    protected override IEnumerable<CompletionItem> Programs() => Candidates.Programs(CompletionContext.Empty);

    // The words of ip after which a name must follow.
    protected override IEnumerable<CompletionItem>? After(string word) => word switch
    {
        "dev" or "master" => Candidates.Links(CompletionContext.Empty),
        "netns" => Candidates.Namespaces(CompletionContext.Empty),
        _ => null,
    };
}
