using System.CommandLine;
using Hull.Containers;
using Hull.Monitor;
using Hull.Network;
using Linux;

namespace Hull.Commands;

/// <summary>hull run</summary>
internal static class RunCommand
{
    static readonly Option<bool> s_detach = new("--detach", "-d") { Description = "Leave it running and print its id." };
    static readonly Option<bool> s_remove = new("--rm") { Description = "Remove it when it ends." };
    static readonly Option<string?> s_name = new("--name") { Description = "Its name; one at random without." };
    static readonly Option<string[]> s_publish = new("--publish", "-p")
    {
        Description = "Lead a port of the host's to one of the container's: [IP:]HOST:CONTAINER[/tcp|udp].",
    };
    static readonly Option<string[]> s_environment = new("--env", "-e")
    {
        Description = "Set a variable, NAME=value; or pass NAME on as it is here.",
    };
    static readonly Option<string> s_folder = new("--workdir", "-w") { Description = "The folder to start in.", DefaultValueFactory = _ => "/" };
    static readonly Option<bool> s_interactive = new("--interactive", "-i") { Description = "Let it read our standard input." };
    static readonly Option<string?> s_hostName = new("--hostname") { Description = "Its host name; the first 12 digits of its id without." };
    static readonly Option<string?> s_rootFolder = new("--rootfs")
    {
        Description = "A folder to take as root file system in place of an image. It is not changed.",
    };
    static readonly Option<string[]> s_capabilities = new("--cap-add") { Description = "A capability more than usual, such as NET_RAW for ping." };
    static readonly Argument<string[]> s_words = new("IMAGE COMMAND ARGS")
    {
        Arity = ArgumentArity.ZeroOrMore, Description = "The image (not with --rootfs), and what to run in it.",
    };

    public static Command Create()
    {
        var run = new Command("run", "Runs a command in a new container. Example: hull run -d --name web -p 8080:80 busybox httpd -f -h /www")
        {
            s_detach, s_remove, s_name, s_publish, s_environment, s_folder, s_interactive, s_hostName, s_rootFolder,
            s_capabilities, s_words,
        };
        foreach (var option in NetworkOptions.All) run.Add(option);
        run.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            return Run(Request(parsed), parsed.GetValue(s_detach), parsed.GetValue(s_interactive));
        });
        return run;
    }

    static RunRequest Request(ParseResult parsed)
    {
        var (image, command) = Split(parsed.GetValue(s_words) ?? [], parsed.GetValue(s_rootFolder));
        return new RunRequest
        {
            Image = image,
            RootFolder = parsed.GetValue(s_rootFolder),
            Command = command,
            Name = parsed.GetValue(s_name),
            HostName = parsed.GetValue(s_hostName),
            Ports = [.. (parsed.GetValue(s_publish) ?? []).Select(PublishedPort.Parse)],
            Networks = NetworkOptions.Networks(parsed),
            Dns = NetworkOptions.Dns(parsed),
            MoreHosts = NetworkOptions.MoreHosts(parsed),
            Environment = Variables(parsed.GetValue(s_environment) ?? []),
            WorkingFolder = Folder(parsed.GetValue(s_folder)!),
            MoreCapabilities = [.. (parsed.GetValue(s_capabilities) ?? []).Select(CapabilityName)],
            Remove = parsed.GetValue(s_remove),
        };
    }

    static (string? Image, string[] Command) Split(string[] words, string? rootFolder)
    {
        if (rootFolder is null && words.Length == 0)
            throw new HullException("run needs an image and a command: hull run IMAGE COMMAND ARGS; see hull run --help");
        var (image, command) = rootFolder is null ? (words[0], words[1..]) : (null, words);
        return command.Length > 0 ? (image, command) : throw new HullException("run needs a command to run in the container; see hull run --help");
    }

    public static string[] Variables(IEnumerable<string> given) =>
    [
        .. given.Select(word => word.Contains('=') ? word : Environment.GetEnvironmentVariable(word) is { } value ? $"{word}={value}" : "")
            .Where(variable => variable != ""),
    ];

    public static string Folder(string folder) =>
        folder.StartsWith('/') ? folder : throw new HullException($"the folder to start in, {folder}, is not absolute");

    static string CapabilityName(string given)
    {
        string name = given.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase) ? given.ToUpperInvariant() : $"CAP_{given.ToUpperInvariant()}";
        return Capabilities.Find(name) is null ? throw new HullException($"there is no capability {given} for --cap-add; see capabilities(7)") : name;
    }

    static int Run(RunRequest request, bool detach, bool interactive)
    {
        request = WithUsablePorts(request);
        Garbage.Collect();
        var (container, minded) = ContainerMaker.Make(request);
        using var signals = detach ? null : new SignalForwarding();
        using var status = StartMonitor(container, minded, attached: !detach, interactive && !detach);

        switch (MonitorStatus.Receive(status))
        {
            case { Kind: MonitorStatus.Started } started when detach:
                Stdio.WriteOutput(System.Text.Encoding.ASCII.GetBytes(container.Id + "\n"));
                return 0;
            case { Kind: MonitorStatus.Started } started:
                signals!.To(ProcessHandle.Find(started.Number));
                return MonitorStatus.Receive(status)?.Number ?? throw MonitorGone(container);
            case { } failed:
                throw new HullException(failed.Text, failed.Number);
            default:
                throw MonitorGone(container);
        }
    }

    static RunRequest WithUsablePorts(RunRequest request)
    {
        if (request.Ports.Count == 0)
            return request;
        string mode = request.Networks[0].Network;
        if (mode != NetworkMode.Host && !NetworkMode.HasNetworks(mode))
            throw new HullException($"-p needs a network that hull makes for the container; --network {mode} is none");
        foreach (var port in request.Ports)
            if (request.Ports.FirstOrDefault(other => !ReferenceEquals(other, port) && other.Collides(port)) is { } other)
                throw new HullException($"-p {port} and -p {other} ask for the same port");
        if (mode != NetworkMode.Host)
            return request;
        Stdio.WriteError("hull: -p does nothing with --network host: the container's ports are the host's");
        return request with { Ports = [] };
    }

    static HullException MonitorGone(Container container) =>
        new($"the monitor of container {container.Name} was ended; `hull gc` tidies up what it left");

    // The monitor leads a session of its own, with nothing of our environment but the way to the plugins.
    static FileDescriptor StartMonitor(Container container, FileLock minded, bool attached, bool interactive)
    {
        string[] flags = [.. attached ? [MonitorProgram.Attached] : (string[])[], .. interactive ? [MonitorProgram.WithInput] : (string[])[]];
        using var untilItHasIt = minded;
        using var nothing = FileDescriptor.Open("/dev/null");
        using var ignored = FileDescriptor.Append("/dev/null");
        var status = new Pipe();
        using var monitor = new Spawn("/proc/self/exe", [MonitorProgram.Name, container.Id, .. flags])
        {
            NewSession = true,
            Environment = PluginEnvironment.Variables,
        }
            .With(0, interactive ? Stdio.Input : nothing)
            .With(1, attached ? Stdio.Output : ignored)
            .With(2, attached ? Stdio.Error : ignored)
            .With(MonitorProgram.Lock, minded.Descriptor)
            .With(MonitorProgram.Status, status.Writer)
            .Start();
        status.Writer.Dispose();
        return status.Reader;
    }

}
