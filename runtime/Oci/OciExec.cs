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
        if (options.Has("tty") || options.Value("console-socket") is not null)
            throw new HullException("exec --tty is not supported: hull oci makes no terminals", exitCode: 1);
        var config = container.Config;
        Distrust.Prepare(config.Process.Capabilities);
        var process = Described(options, config.Process, [.. args.Skip(args.ToList().IndexOf(id) + 1).SkipWhile(word => word == "--")]);

        using var signals = options.Has("detach") ? null : new SignalForwarding();
        using var target = container.Process ?? throw new HullException($"cannot exec in container {id}: it has ended", exitCode: 1);
        using var rootFolder = ProcessHandle.OpenRoot(container.Pid, container.Ticks) ?? throw new HullException($"cannot exec in container {id}: it has ended", exitCode: 1);
        var description = new Pipe();
        var launcher = Launcher.Join(target, rootFolder, description.Reader, container.Cgroup,
            init => init.With(0, Stdio.Input).With(1, Stdio.Output).With(2, Stdio.Error), Distrust.Of(config.Process.Capabilities));
        description.Reader.Dispose();
        description.Writer.Write(BundleWriter.Process(process with { Seccomp = config.Process.Seccomp }));
        description.Writer.Dispose();
        if (launcher.Failure() is { } failure)
            throw new HullException(failure.Message, failure.ExitCode);
        if (options.Value("pid-file") is { } file)
            AtomicFile.Write(file, launcher.Pid.ToString(CultureInfo.InvariantCulture));
        if (options.Has("detach"))
            return 0;
        signals!.To(ProcessHandle.Find(launcher.Pid));
        return launcher.ExitCode();
    }

    // A file says all of it; else it is as the container's own process, with what the options change.
    static ProcessConfig Described(OciArguments options, ProcessConfig own, IReadOnlyList<string> words)
    {
        if (options.Value("process") is { } file)
            return OciProcess.Read(file);
        if (words.Count == 0)
            throw new HullException("exec needs a command, or --process FILE; see hull oci --help", exitCode: 1);
        var (user, group) = options.Value("user") is { } asked ? OciProcess.User(asked) : (own.Uid, own.Gid);
        var env = own.Env.ToList();
        Containers.DefaultBundle.Add(env, options.Values("env"));
        return own with
        {
            Args = words,
            Env = env,
            Cwd = options.Value("cwd") ?? own.Cwd,
            Uid = user,
            Gid = group,
            NoNewPrivileges = own.NoNewPrivileges || options.Has("no-new-privs"),
        };
    }
}
