using System.Text;
using Cni;
using Linux;

namespace Hull.Names;

/// <summary>A network's name server as a process: hull again, in a session of its own, from the first container with a name in the network to the last.</summary>
internal static class ResolverProgram
{
    /// <summary>Its name, as argv[0], and the files it is given beside the standard ones: the lock that says it lives, and where to say how it went.</summary>
    public const string Name = "hull-resolver";
    public const int Lock = 3, Answer = 4;

    /// <summary>An argument: nothing outside the network is to be asked.</summary>
    public const string Internal = "internal", Open = "open";

    /// <summary>Arguments: the network, the folder of the names, internal or open, and the gateways with their prefixes.</summary>
    public static int Run(IReadOnlyList<string> args)
    {
        var alive = new FileDescriptor(Lock);
        using var answer = new FileDescriptor(Answer);
        CurrentProcess.ChangeFolder("/");
        Resolver resolver;
        try
        {
            resolver = new(args[0], args[1], [.. args.Skip(3).Select(gateway => Cidr.Parse(gateway)!)], args[2] == Internal);
        }
        catch (LinuxException e)
        {
            answer.Write(Encoding.UTF8.GetBytes(e.Message));
            return 1;
        }
        answer.Dispose();
        FileLock? gate = null;
        // Nobody can come to count on this process between its last look and its end.
        resolver.Run(lastLook: () => gate = ResolverProcess.Gate(args[0]), goOn: () => gate?.Dispose());
        ResolverProcess.Forget(args[0]);
        alive.Dispose();
        gate?.Dispose();
        return 0;
    }
}
