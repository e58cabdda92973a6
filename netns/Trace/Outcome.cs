namespace Netctl.Trace;

/// <summary>How a connection would end.</summary>
internal enum Ending
{
    /// <summary>It is taken, or the datagram has somebody to read it.</summary>
    Connects,

    /// <summary>The other side says no: nobody listens, or a rule rejects.</summary>
    IsRefused,

    /// <summary>The network says that it cannot be.</summary>
    IsUnreachable,

    /// <summary>Nothing comes back.</summary>
    IsLost,

    /// <summary>The packet leaves what can be seen of this host.</summary>
    LeavesHost,
}

/// <summary>Ends the walk, with the reason for the user.</summary>
internal sealed class WayEnds(Ending ending, string reason) : Exception(reason)
{
    public Ending Ending => ending;
}

/// <summary>One thing that happens to a packet, and where.</summary>
internal sealed record Step(string Place, string Kind, string Text);
