using System.Globalization;
using System.Text;
using Cni;
using Linux;

namespace Hull.Names;

/// <summary>The name servers of networks, one for each: started when somebody with a name comes into a network, and again when one is gone before the last of those is.</summary>
internal static class ResolverProcess
{
    const string Folder = "/run/hull-names";

    static string LockOf(string network) => $"{Folder}/{network}.lock";

    // What it was started with, and the process: "PID TICKS", then a line for each argument.
    static string StartOf(string network) => $"{Folder}/{network}.start";

    /// <summary>
    /// Sees to it that a network's names are answered. To be called once the first name is written down; the server goes with the last.
    /// </summary>
    /// <exception cref="HullException">It cannot listen, and why.</exception>
    public static void Ensure(string network, string namesFolder, IReadOnlyList<Cidr> gateways, bool isInternal) =>
        Start(network, [namesFolder, isInternal ? ResolverProgram.Internal : ResolverProgram.Open, .. gateways.Select(gateway => gateway.ToString())]);

    static void Start(string network, IReadOnlyList<string> arguments)
    {
        using var gate = Gate(network);
        using var alive = FileLock.TryTake(LockOf(network));
        if (alive is null)
            return;
        var answer = new Pipe();
        using var nothing = FileDescriptor.Open("/dev/null");
        using var ignored = FileDescriptor.Append("/dev/null");
        using var resolver = new Spawn("/proc/self/exe", [ResolverProgram.Name, network, .. arguments]) { NewSession = true }
            .With(0, nothing).With(1, ignored).With(2, ignored).With(ResolverProgram.Lock, alive.Descriptor).With(ResolverProgram.Answer, answer.Writer)
            .Start();
        answer.Writer.Dispose();
        string process = string.Create(CultureInfo.InvariantCulture, $"{resolver.Pid} {ProcessHandle.StartTime(resolver.Pid) ?? 0}");
        AtomicFile.Write(StartOf(network), Encoding.UTF8.GetBytes(string.Join('\n', [process, .. arguments])), 0x180 /* 0600 */, flush: false);
        using var said = answer.Reader;
        // Short enough to come at once; nothing, when it listens.
        var problem = new byte[512];
        if (said.Read(problem) is > 0 and var size)
            throw new HullException($"names of network {network} are not answered: {Encoding.UTF8.GetString(problem, 0, size)}");
    }

    /// <summary>Starts a network's server again if it is gone and somebody still has a name there. False when nobody has, or it cannot be started.</summary>
    public static bool Revive(string network)
    {
        if (SmallFile.Find(StartOf(network))?.Split('\n') is not [_, var namesFolder, .. var others] || !File.Exists($"{namesFolder}/{network}"))
            return false;
        try
        {
            Start(network, [namesFolder, .. others]);
            return true;
        }
        catch (Exception e) when (e is HullException or LinuxException)
        {
            return false;   // the next container of the network is told why
        }
    }

    /// <summary>The same for all networks: what every command does first.</summary>
    public static void ReviveAll()
    {
        foreach (string file in Linux.Folder.Names(Folder) ?? [])
            if (file.EndsWith(".start", StringComparison.Ordinal) && file[..^6] is var network && !IsAlive(network))
                Revive(network);
    }

    static bool IsAlive(string network)
    {
        using var free = FileLock.TryTake(LockOf(network));
        return free is null;
    }

    /// <summary>The process that answers now; null when it is gone.</summary>
    public static ProcessHandle? Find(string network) =>
        SmallFile.Find(StartOf(network))?.Split('\n')[0].Split(' ') is [var pid, var ticks]
            ? ProcessHandle.Find(int.Parse(pid, CultureInfo.InvariantCulture), ulong.Parse(ticks, CultureInfo.InvariantCulture))
            : null;

    /// <summary>Nobody has a name any more.</summary>
    public static void Forget(string network) => SmallFile.Remove(StartOf(network));

    /// <summary>Held by who starts a network's server, and by the server while it decides whether to end.</summary>
    public static FileLock Gate(string network)
    {
        Linux.Folder.Ensure(Folder, mode: 0x1c0 /* 0700 */);
        return FileLock.Take($"{Folder}/{network}.gate");
    }
}
