using System.Text;
using Cni;
using Linux;

namespace Hull.Names;

/// <summary>Starts the name servers of networks, one for each, when somebody with a name comes into them.</summary>
internal static class ResolverProcess
{
    const string Folder = "/run/hull-names";

    /// <summary>
    /// Sees to it that a network's names are answered. To be called once the first name is written down; the server goes with the last.
    /// </summary>
    /// <exception cref="HullException">It cannot listen, and why.</exception>
    public static void Ensure(string network, string namesFolder, IReadOnlyList<Cidr> gateways, bool isInternal)
    {
        using var gate = Gate(network);
        using var alive = FileLock.TryTake($"{Folder}/{network}.lock");
        if (alive is null)
            return;
        var answer = new Pipe();
        using var nothing = FileDescriptor.Open("/dev/null");
        using var ignored = FileDescriptor.Append("/dev/null");
        string scope = isInternal ? ResolverProgram.Internal : ResolverProgram.Open;
        using var resolver = new Spawn("/proc/self/exe", [ResolverProgram.Name, network, namesFolder, scope, .. gateways.Select(gateway => gateway.ToString())]) { NewSession = true }
            .With(0, nothing).With(1, ignored).With(2, ignored).With(ResolverProgram.Lock, alive.Descriptor).With(ResolverProgram.Answer, answer.Writer)
            .Start();
        answer.Writer.Dispose();
        using var said = answer.Reader;
        // Short enough to come at once; nothing, when it listens.
        var problem = new byte[512];
        if (said.Read(problem) is > 0 and var size)
            throw new HullException($"names of network {network} are not answered: {Encoding.UTF8.GetString(problem, 0, size)}");
    }

    /// <summary>Held by who starts a network's server, and by the server while it decides whether to end.</summary>
    public static FileLock Gate(string network)
    {
        Linux.Folder.Ensure(Folder, mode: 0x1c0 /* 0700 */);
        return FileLock.Take($"{Folder}/{network}.gate");
    }
}
