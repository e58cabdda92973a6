using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>A neighbour in the form of <c>ip neigh</c>.</summary>
internal static class NeighbourListing
{
    const int TicksPerSecond = 100;

    /// <param name="linkName">"" when one link alone was asked for.</param>
    public static void Put(Listing to, Neighbour neighbour, string linkName)
    {
        using var item = to.Item();
        to.Put("dst", $"{neighbour.Ip}", $"{neighbour.Ip} ", AddressListing.ToneOf(neighbour.Ip));
        if (linkName != "")
        {
            to.Text("dev ");
            to.Put("dev", linkName, $"{linkName} ", Tone.Name);
        }
        if (neighbour.Mac is { } mac)
        {
            to.Text("lladdr ");
            to.Put("lladdr", mac.Text(), $"{mac.Text()} ", Tone.Mac);
        }
        foreach (string flag in FlagsOf(neighbour))
        {
            to.Mark(flag);
            to.Text($"{flag} ");
        }
        if (to.Modes.Statistics > 0) PutAge(to, neighbour);
        PutState(to, neighbour.State);
        if (neighbour.Protocol is { } protocol and not RouteProtocol.Unspecified) to.Put("protocol", protocol.Name(), $"proto {protocol.Name()} ");
        to.EndLine();
    }

    static IEnumerable<string> FlagsOf(Neighbour neighbour)
    {
        if (neighbour.Flags.HasFlag(NeighbourFlags.Router)) yield return "router";
        if (neighbour.IsProxy) yield return "proxy";
        if (neighbour.IsManaged) yield return "managed";
        if (neighbour.Flags.HasFlag(NeighbourFlags.ExternallyLearned)) yield return "extern_learn";
        if (neighbour.Flags.HasFlag(NeighbourFlags.Offloaded)) yield return "offload";
    }

    static void PutAge(Listing to, Neighbour neighbour)
    {
        if (neighbour.Age is not { } age) return;
        if (age.References != 0) to.Put("refcnt", age.References, $"ref {age.References} ");
        to.Put("used", age.Used / TicksPerSecond, $"used {age.Used / TicksPerSecond}");
        to.Put("confirmed", age.Confirmed / TicksPerSecond, $"/{age.Confirmed / TicksPerSecond}");
        to.Put("updated", age.Updated / TicksPerSecond, $"/{age.Updated / TicksPerSecond} ");
        to.Put("probes", neighbour.Probes, $"probes {neighbour.Probes} ");
    }

    static void PutState(Listing to, NeighbourState state)
    {
        var names = s_states.Where(known => (state & known) != 0).Select(known => known.ToString().ToUpperInvariant()).ToList();
        if (names.Count > 0) to.Put("state", names, $"{string.Join(',', names)} ");
    }

    static readonly NeighbourState[] s_states =
    [
        NeighbourState.Incomplete, NeighbourState.Reachable, NeighbourState.Stale, NeighbourState.Delay, NeighbourState.Probe, NeighbourState.Failed,
        NeighbourState.NoArp, NeighbourState.Permanent,
    ];
}
