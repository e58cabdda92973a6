using System.CommandLine;
using System.Text;
using Cli;
using Linux;
using Netctl.Completions;
using Netctl.Namespaces;
using Netctl.Tree;

namespace Netctl.Commands;

/// <summary>netctl exec NAME COMMAND…: becomes a program in a namespace, with that namespace's /sys and /etc; with --all, one in each.</summary>
internal static class ExecCommand
{
    public const string Name = "exec";

    static readonly Option<string?> s_user = new("--user", "-u") { Description = "Run it as this user, and no longer as root: a name or number, and after a colon a group.", HelpName = "USER[:GROUP]" };
    static readonly Option<string[]> s_env = new("--env", "-e") { Description = "Set a variable in its environment; can be given often.", HelpName = "NAME=VALUE", Arity = ArgumentArity.OneOrMore };
    static readonly Option<string?> s_cwd = new("--cwd") { Description = "Start it in this folder.", HelpName = "FOLDER" };
    static readonly Option<bool> s_noSysfs = new("--no-sysfs") { Description = "Leave /sys as it is, and with it the devices of the namespace that netctl was called in.", Arity = ArgumentArity.Zero };

    public static Command Create()
    {
        var words = new Argument<string[]>("words")
        {
            HelpName = "NAME COMMAND", Arity = ArgumentArity.OneOrMore, CompletionSources = { Candidates.Namespaces },
            Description = "The namespace: a name, a path with a slash in it, or a process's number; then the program and its arguments. With --all, these alone.",
        };
        var exec = new Verb(Name, """
            Runs a program in a namespace and exits as it does; 127 when there is none, 126 when it cannot be run.

            What is in /etc/netns/NAME stands in the place of what has the same name in /etc. With --all, it runs the program in every namespace, one after another,
            and exits with the worst exit code of all.

            Unlike ip netns, it keeps /sys/fs/cgroup and what else is mounted below /sys, puts a file of /etc/netns on a symbolic link instead of on what that leads
            to, runs the program even where /sys cannot be mounted, and needs no sudo inside to be a user again.
            """, "netctl add blue red", "netctl exec blue ip addr", "netctl exec --user nobody --cwd / blue id", "netctl exec --all ip link") { words, s_user, s_env, s_cwd, s_noSysfs };
        exec.ProgramAt = 1;
        exec.SetAction(parsed => Run(parsed, parsed.GetRequiredValue(words)));
        return exec;
    }

    static int Run(ParseResult parsed, string[] words)
    {
        if (parsed.WantsAll())
            return RunInAll(parsed, words);
        if (words is not [var name, .. { Length: > 0 } command])
            throw new CommandFailure(ExitCode.Usage, $"No command specified: what is to run in {words[0]}?");
        return Batch.IsRunning ? RunOther(parsed, name, command) : GuestOf(parsed, command).Become(name);
    }

    public static int Exec(string[] words) => Batch.IsRunning ? RunOther(["netctl", Name, .. words]) : new Guest(words[1..]).Become(words[0]);

    static Guest GuestOf(ParseResult parsed, string[] command) => new(command)
    {
        User = parsed.GetValue(s_user), Variables = parsed.GetValue(s_env) ?? [], Folder = parsed.GetValue(s_cwd), WithSys = !parsed.GetValue(s_noSysfs),
    };

    static int RunInAll(ParseResult parsed, string[] command)
    {
        int worst = ExitCode.Ok;
        foreach (var (name, isStale) in NamedNamespaces.List())
        {
            if (isStale)
            {
                Stdio.WriteError($"{name} is stale: no namespace is mounted on it");
                worst = Math.Max(worst, ExitCode.Own);
                continue;
            }
            Stdio.WriteOutput(Encoding.UTF8.GetBytes($"\nnetns: {name}\n"));
            worst = Math.Max(worst, RunOther(parsed, name, command));
        }
        return worst;
    }

    // A netctl for each: entering a namespace and becoming a program cannot be undone.
    static int RunOther(ParseResult parsed, string name, string[] command)
    {
        List<string> words = ["netctl", Name];
        if (parsed.GetValue(s_user) is { } user) words.AddRange("--user", user);
        foreach (string variable in parsed.GetValue(s_env) ?? []) words.AddRange("--env", variable);
        if (parsed.GetValue(s_cwd) is { } folder) words.AddRange("--cwd", folder);
        if (parsed.GetValue(s_noSysfs)) words.Add("--no-sysfs");
        words.AddRange("--", name);
        words.AddRange(command);
        return RunOther(words);
    }

    static int RunOther(IReadOnlyList<string> words)
    {
        using var child = new Spawn("/proc/self/exe", words) { Environment = Guest.OwnEnvironment() }
            .With(0, Stdio.Input).With(1, Stdio.Output).With(2, Stdio.Error).Start();
        return child.Wait();
    }
}
