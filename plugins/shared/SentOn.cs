using System.Net;
using Linux;
using Netfilter.Conntrack;

namespace Plugins.Shared;

/// <summary>
/// Connections that the kernel carries on as it knows them, whatever the rules have become. To forget them is a kindness to clients and no condition of success: where the
/// kernel cannot (no ctnetlink, no right to it), the reason goes to standard error.
/// </summary>
internal static class SentOn
{
    /// <summary>
    /// Has the kernel forget what was sent on to containers that are gone. Their addresses will be others'. Ports that were told to expire are waited for: a client that sends
    /// on and on would have its next datagram sent there, too.
    /// </summary>
    public static void End(IReadOnlyCollection<IPAddress> containers)
    {
        if (containers.Count > 0)
            Forget(conntrack =>
            {
                Tick.Await();
                foreach (var container in containers)
                    conntrack.Delete(ConnectionFilter.By(container) with { Dnat = true });
            });
    }

    /// <summary>Does the work, unless nothing is tracked.</summary>
    public static void Forget(Action<ConntrackSocket> work)
    {
        try
        {
            using var conntrack = ConntrackSocket.Open();
            if (conntrack.Count() > 0)
                work(conntrack);
        }
        catch (LinuxException e)
        {
            Stdio.WriteError($"portmap: connections of before go on as they were: {e.Message}");
        }
    }
}
