using System.Text;
using System.Text.Json;
using Hull.Archives;
using Hull.Commands;
using Linux;

namespace Hull.Oci;

/// <summary>
/// hull oci …: the lower half alone, as runc and crun are called by podman, containerd and others (OCI runtime specification, and runc's command line).
/// </summary>
internal static class OciCommandLine
{
    const string Known = "create, start, run, state, kill, delete, exec, pause, resume, update, events, ps, list, spec, features";

    public const string Help = $"""
        Runs OCI bundles, in the manner of runc: hull oci [--root DIR] [--log FILE] [--log-format text|json] COMMAND
          create [--bundle DIR] [--pid-file FILE] [--console-socket PATH] [--preserve-fds N] ID    make a container, up to its command
          start ID                                                                                 run its command
          run [-d] ... ID                                                                          both, and wait for it
          exec [--process FILE] [-d] [-t] [--pid-file FILE] [--console-socket PATH] [--preserve-fds N] [--cwd DIR] [-e NAME=VALUE] [-u UID[:GID]] [-g GID] [-c CAP]
               [--cgroup PATH] ID [COMMAND ARGS]
          pause ID | resume ID | kill [-a] ID [SIGNAL] | delete [--force] ID
          update [-r FILE|-] [--memory --memory-swap --memory-reservation --cpu-period --cpu-quota --cpu-share --cpuset-cpus --cpuset-mems --pids-limit --blkio-weight] ID
          state ID | events [--stats] [--interval 5s] ID | ps [-f json] ID | list [-q] [-f json] | spec [--bundle DIR] | features
        Called by the name hull-oci, as engines call a runtime, it needs no "oci".
        """;

    public static int Run(IReadOnlyList<string> args)
    {
        OciArguments? global = null;
        try
        {
            global = new("", args, "root log log-format rootless criu", "debug systemd-cgroup version|v help|h", stopAt: 1, out int taken);
            if (global.Has("version"))
            {
                Say($"hull oci version {VersionCommand.Version}\nspec: 1.2.0\n");
                return 0;
            }
            if (global.Has("help") || global.Words.Count == 0)
            {
                Say(Help + "\n");
                return global.Words.Count == 0 && !global.Has("help") ? 1 : 0;
            }
            if (global.Has("systemd-cgroup"))
                throw new HullException("hull makes control groups itself and asks no systemd for them: leave --systemd-cgroup out", exitCode: 1);
            return Run(global.Words[0], [.. args.Skip(taken)], global.Value("root") ?? OciContainer.UsualRoot);
        }
        catch (HullException e)
        {
            return Fail(global, e.Message, e.ExitCode is 126 or 127 ? e.ExitCode : 1);
        }
        catch (Exception e) when (e is LinuxException or IOException or UnauthorizedAccessException or JsonException)
        {
            return Fail(global, e.Message, 1);
        }
    }

    static int Run(string command, IReadOnlyList<string> args, string root)
    {
        OciArguments Read(string valued, string switches, int stopAt = int.MaxValue) => new(command, args, valued, switches, stopAt, out _);
        switch (command)
        {
            case "spec":
                return OciSpec.Write(Read("bundle|b", "rootless"));
            case "features":
                return OciFeatures.Write();
            case "list" or "ls":
                return OciListing.List(root, Read("format|f", "quiet|q"));
        }
        if (!CurrentProcess.IsRoot)
            throw new HullException("containers are made of what only root can do: run it as root", exitCode: 1);
        return command switch
        {
            "create" => OciLife.Create(root, Read("bundle|b pid-file console-socket preserve-fds", "no-pivot no-new-keyring")),
            "run" => OciLife.Run(root, Read("bundle|b pid-file console-socket preserve-fds", "no-pivot no-new-keyring detach|d keep")),
            "start" => OciLife.Start(Get(root, Read("", ""))),
            "state" => OciListing.State(Get(root, Read("", ""))),
            "kill" => OciEnd.Kill(root, Read("", "all|a")),
            "delete" => OciEnd.Delete(root, Read("", "force|f")),
            "pause" => OciPause.Pause(Get(root, Read("", ""))),
            "resume" => OciPause.Resume(Get(root, Read("", ""))),
            "update" => OciUpdate.Run(root, Read(OciUpdate.Valued, "")),
            "events" => OciEvents.Run(root, Read("interval", "stats")),
            "ps" => OciListing.Processes(root, Read("format|f", "", stopAt: 1)),
            "exec" => OciExec.Run(root, Read("process|p pid-file console-socket cwd env|e* user|u additional-gids|g* cap|c* preserve-fds cgroup", "detach|d tty|t no-new-privs", stopAt: 1), args),
            _ => throw new HullException($"\"{command}\" is nothing that hull oci knows: it is {Known}", exitCode: 1),
        };
    }

    static OciContainer Get(string root, OciArguments args) => OciContainer.Get(root, Id(args));

    /// <summary>The one word that names a container.</summary>
    public static string Id(OciArguments args) =>
        args.Words.Count >= 1 ? args.Words[0] : throw new HullException("the container's id is missing; see hull oci --help", exitCode: 1);

    public static void Say(string text) => Stdio.WriteOutput(Encoding.UTF8.GetBytes(text));

    // Engines read the reason from the log, people from standard error.
    static int Fail(OciArguments? global, string message, int code)
    {
        Stdio.WriteError($"hull: {message}");
        if (global?.Value("log") is not { } log)
            return code;
        string time = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        string quoted = JsonEncodedText.Encode(message).ToString();
        string line = global.Value("log-format") == "json"
            ? $"{{\"level\":\"error\",\"msg\":\"{quoted}\",\"time\":\"{time}\"}}\n"
            : $"time=\"{time}\" level=error msg=\"{quoted}\"\n";
        try
        {
            using var file = FileDescriptor.Append(log);
            file.Write(Encoding.UTF8.GetBytes(line));
        }
        catch (LinuxException e)
        {
            Stdio.WriteError($"hull: {e.Message}");   // the failure itself has been told of above, and its code is what counts
        }
        return code;
    }
}
