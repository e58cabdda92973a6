using System.Globalization;
using System.Text;
using Cni;
using Linux;

namespace Netctl.Commands;

/// <summary>What netctl cni takes from its environment, in the names of cnitool, and the ids that cnitool gives.</summary>
internal static class CniSurroundings
{
    const string InstalledPlugins = "/opt/cni/bin", InstalledNetworks = "/etc/cni/net.d", NamespaceFolder = "/var/run/netns";

    public static string NetworkFolder => Variable("NETCONFPATH", InstalledNetworks);

    public static string IfName => Environment.GetEnvironmentVariable("CNI_IFNAME") ?? "eth0";

    public static Runtime Runtime() =>
        new(Variable("CNI_PATH", InstalledPlugins).Split(':', StringSplitOptions.RemoveEmptyEntries));

    public static NetworkList Network(string name) => NetworkList.Load(NetworkFolder, name);

    public static AttachOptions Options() => AttachOptions.Parse(Variable("CNI_ARGS", ""), Variable("CAP_ARGS", ""));

    /// <summary>Where a namespace is that is given by name, or by a path with a slash in it; the form that cnitool's manual has.</summary>
    public static string PathOf(string nameOrPath)
    {
        if (nameOrPath.Contains('/'))
            return Path.GetFullPath(nameOrPath);
        NamedNamespaces.PathOf(nameOrPath);   // throws unless it can be a name
        return $"{NamespaceFolder}/{nameOrPath}";
    }

    /// <summary>The container's id, for which cnitool takes the namespace's path: what one of them adds, the other deletes.</summary>
    public static string ContainerIdOf(string path) => $"cnitool-{Convert.ToHexStringLower(Sha2.Hash512(Encoding.UTF8.GetBytes(path)).AsSpan(0, 10))}";

    /// <summary>Whether there still is a namespace where an attachment was made.</summary>
    public static bool IsAlive(CachedAttachment cached)
    {
        using var ns = cached.Attachment.FindNetNs();
        return ns is not null;
    }

    /// <summary>Runs a verb; what a plugin says is what the user reads.</summary>
    public static int Do(Action work)
    {
        try
        {
            work();
            return ExitCode.Ok;
        }
        catch (CniError e)
        {
            throw new CommandFailure(ExitCode.Own, Explained(e));
        }
    }

    // A plugin's own codes start at 100, and only their maker knows what they mean.
    static string Explained(CniError e) => e.Code switch
    {
        CniErrorCode.TryAgainLater => $"{e.Sentence} (code 11: try again later)",
        CniErrorCode.Internal or 0 => e.Sentence,
        _ => string.Create(CultureInfo.InvariantCulture, $"{e.Sentence} (code {(int)e.Code})"),
    };

    static string Variable(string name, string unset) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : unset;
}
