namespace Plugins.Dhcp.Daemon;

/// <summary>Where a client is with its server (RFC 2131, section 4.4).</summary>
internal enum LeaseState
{
    /// <summary>It has asked who would give an address.</summary>
    Selecting,

    /// <summary>It has taken an offer.</summary>
    Requesting,

    /// <summary>It has an address, and nothing to do.</summary>
    Bound,

    /// <summary>It has asked its own server for more time.</summary>
    Renewing,

    /// <summary>It has asked every server.</summary>
    Rebinding,

    /// <summary>There is no lease, any more or at all.</summary>
    Over,
}
