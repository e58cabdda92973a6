using Cni;
using Linux;

namespace Plugins.Tap;

/// <summary>
/// A tap of a SELinux context. The kernel gives a tap the context of whoever makes it, and a process has another one only from its start: so ip(8) is started
/// in that context to make it. Policies are written for that program.
/// </summary>
internal static class LabelledTap
{
    const string NextContext = "/proc/thread-self/attr/exec";

    /// <summary>Makes the tap in a namespace.</summary>
    public static void Create(TapDevice tap, NetNamespace where, string context)
    {
        string ip = ProgramFile.Find("ip") ?? throw new CniError(CniErrorCode.NotAvailable, "selinuxContext takes the program ip (iproute2), which is not installed");
        var outcome = where.Run(() => Run(ip, Arguments(tap), context));
        if (outcome.Status != 0)
            throw new CniError(CniErrorCode.Internal, $"{string.Join(' ', Arguments(tap))}: {outcome.Error.TrimEnd()}", $"run as {context}");
    }

    static ProgramOutcome Run(string ip, IReadOnlyList<string> arguments, string context)
    {
        try
        {
            SmallFile.Write(NextContext, context);
        }
        catch (LinuxException e)
        {
            throw new CniError(CniErrorCode.NotAvailable, $"selinuxContext is {context}, which the kernel does not take: is SELinux in use here?", e.Message);
        }
        return ProgramOutcome.Of(ip, arguments, [], []);
    }

    static List<string> Arguments(TapDevice tap)
    {
        List<string> arguments = ["tuntap", "add", "mode", "tap", "name", tap.Name, "vnet_hdr"];
        if (tap.MultiQueue)
            arguments.Add("multi_queue");
        if (tap.Owner is { } owner)
            arguments.AddRange(["user", $"{owner}"]);
        if (tap.Group is { } group)
            arguments.AddRange(["group", $"{group}"]);
        return arguments;
    }
}
