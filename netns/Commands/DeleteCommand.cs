using System.CommandLine;
using Cli;
using Linux;
using Netctl.Completions;
using Netctl.Namespaces;

namespace Netctl.Commands;

/// <summary>netctl delete NAME…: takes names away, and says what lives on without one.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("name")
        {
            Arity = ArgumentArity.ZeroOrMore, Description = "Names in /run/netns, stale ones too.", CompletionSources = { Candidates.Namespaces },
        };
        var kill = new Option<bool>("--kill") { Description = "First end the processes in it: by SIGTERM, and by SIGKILL those that are still there after two seconds." };
        var yes = new Option<bool>("--yes") { Description = "With --all: that it is meant." };
        var delete = new Verb("delete", """
            Takes names away; a namespace itself ends when nothing uses it any more.

            Unlike ip netns, it says who still uses it: processes in it, those that have it or a socket of it open, and where else it is mounted. Kernels before 6.18 do not tell
            quickly whether anybody does: there, only processes in it are looked for, and all the others on a terminal or with -d.
            When it ends, its virtual links go with it, and hardware returns to where the machine started.
            """, "netctl add blue red", "netctl delete blue", "netctl delete --all --yes") { names, kill, yes };
        delete.SetAction(parsed => Run(
            NamesOf(parsed, parsed.GetValue(names) ?? [], parsed.GetValue(yes)), parsed.GetValue(kill), parsed.Modes().Details));
        return delete;
    }

    static IReadOnlyList<string> NamesOf(ParseResult parsed, string[] given, bool isSure)
    {
        if (!parsed.WantsAll())
            return given.Length > 0 ? given : throw new CommandFailure(ExitCode.Usage, "Required argument missing for command: 'delete'. See netctl --help.");
        if (given.Length > 0)
            throw new CommandFailure(ExitCode.Usage, $"\"{given[0]}\" is one of all: delete takes names or --all. See netctl --help.");
        var all = NamedNamespaces.List();
        if (!isSure && all.Count > 0)
            throw new CommandFailure(ExitCode.Usage, $"--all takes {all.Count} names away, from {all[0].Name} to {all[^1].Name}: add --yes if that is meant.");
        return [.. all.Select(one => one.Name)];
    }

    public static int Delete(string[] names) => Run(names, kill: false, isThorough: false);

    static int Run(IReadOnlyList<string> names, bool kill, bool isThorough) => EachName.Do(names, name =>
    {
        if (kill)
            NamespaceProcesses.End(name);
        if (Delete(name, isThorough) is { Count: > 0 } holders)
            Stdio.WriteError($"{name} is no name any more, but its namespace lives on: {string.Join("; ", holders)}");
    });

    // Looking into every process takes twice as long as all the rest. So it is done only if the kernel, which knows whether the namespace has ended, says that it has not.
    static IReadOnlyList<NamespaceHolder> Delete(string name, bool isThorough)
    {
        string path = NamedNamespaces.PathOf(name);
        var handle = isThorough ? null : NamespaceHandle.Find(path);
        using var kept = handle is null ? NetNamespace.Find(path) : null;
        NamedNamespaces.Delete(name);
        using var alive = handle?.Open();
        if ((kept ?? alive) is not { } ns)
            return [];
        bool isWorthwhile = isThorough || alive is not null || Stdio.ErrorIsTerminal || NamespaceHolders.Of(ns, Holding.Process).Count > 0;
        return isWorthwhile ? NamespaceHolders.OfOthers(ns) : [];
    }
}
