using System.Globalization;
using Hull.Bundle;
using Hull.Commands;
using Hull.Monitor;
using Linux;

namespace Hull.Oci;

/// <summary>exec: one more process in a container.</summary>
internal static class OciExec
{
    public static int Run(string root, OciArguments options, IReadOnlyList<string> args)
    {
        string id = OciCommandLine.Id(options);
        var container = OciContainer.Get(root, id);
        if (container.Status != "running")
            throw new HullException($"cannot exec in container {id}: it is {container.Status}, not running", exitCode: 1);
        var config = container.Config;
        Distrust.Prepare(config.Process.Capabilities);
        var process = Described(options, config.Process, [.. args.Skip(args.ToList().IndexOf(id) + 1).SkipWhile(word => word == "--")]);
        process = process with { Seccomp = config.Process.Seccomp, InUserNamespace = config.Has("user") };
        using var terminal = OciTerminal.For(options, process.Terminal, leaves: options.Has("detach"));

        if (terminal?.Size is { } size)
            process = process with { ConsoleSize = size };
        using var signals = options.Has("detach") ? null : new SignalForwarding();
        var launcher = Join(container, options, process, terminal, Distrust.Of(config.Process.Capabilities));
        if (options.Value("pid-file") is { } file)
            AtomicFile.Write(file, launcher.Pid.ToString(CultureInfo.InvariantCulture));
        if (options.Has("detach"))
            return 0;
        signals!.To(ProcessHandle.Find(launcher.Pid));
        terminal?.Show(launcher);
        return launcher.ExitCode();
    }

    static Launcher Join(OciContainer container, OciArguments options, ProcessConfig process, OciTerminal? terminal, bool distrusted)
    {
        var ended = new HullException($"cannot exec in container {container.Id}: it has ended", exitCode: 1);
        using var target = container.Process ?? throw ended;
        using var root = ProcessHandle.OpenRoot(container.Pid, container.Ticks) ?? throw ended;
        var description = new Pipe();
        var launcher = Launcher.Join(target, root, description.Reader, Group(container, options.Value("cgroup")),
            terminal is not null ? terminal.GiveTo : init => init.With(0, Stdio.Input).With(1, Stdio.Output).With(2, Stdio.Error),
            distrusted, OciFiles.Take(options, withSockets: false).List);
        terminal?.CloseFarEnd();
        description.Reader.Dispose();
        description.Writer.Write(BundleWriter.Process(process));
        description.Writer.Dispose();
        return launcher.Failure() is { } failure ? throw new HullException(failure.Message, failure.ExitCode) : launcher;
    }

    // One that the container has made in its own.
    static Cgroup Group(OciContainer container, string? inner)
    {
        if (inner is null || inner.Trim('/') == "")
            return container.Cgroup;
        var group = Cgroup.Named($"{container.CgroupName}/{inner.Trim('/')}");
        return inner.Split('/').Contains("..") || inner.Contains(':') || !group.IsThere
            ? throw new HullException($"--cgroup {inner}: the container's control group has no such group in it", exitCode: 1)
            : group;
    }

    // A file says all of it; else it is as the container's own process, with what the options change.
    static ProcessConfig Described(OciArguments options, ProcessConfig own, IReadOnlyList<string> words)
    {
        if (options.Value("process") is { } file)
            return OciProcess.Read(file) is var whole && options.Has("tty") ? whole with { Terminal = true } : whole;
        if (words.Count == 0)
            throw new HullException("exec needs a command, or --process FILE; see hull oci --help", exitCode: 1);
        var (user, group) = options.Value("user") is { } asked ? OciProcess.User(asked) : (own.Uid, own.Gid);
        var env = own.Env.ToList();
        Containers.DefaultBundle.Add(env, options.Values("env"));
        List<string> more = [.. options.Values("cap").Select(OciProcess.Capability)];
        return own with
        {
            Args = words,
            Env = env,
            Cwd = options.Value("cwd") ?? own.Cwd,
            Uid = user,
            Gid = group,
            MoreGroups = [.. own.MoreGroups, .. options.Values("additional-gids").Select(OciProcess.Group)],
            Terminal = options.Has("tty"),
            ConsoleSize = null,
            NoNewPrivileges = own.NoNewPrivileges || options.Has("no-new-privs"),
            Capabilities = [.. own.Capabilities.Union(more)],
            // Not inheritable: a program of the container's files could gain them then (CVE-2022-29162).
            Sets = own.Sets is { } sets ? sets with { Bounding = [.. sets.Bounding.Union(more)], Effective = [.. sets.Effective.Union(more)], Permitted = [.. sets.Permitted.Union(more)] } : null,
        };
    }
}
