using System.Net;

namespace Hull.Names;

/// <summary>How much of something one client may have at once, so that one that asks without end leaves room for the others.</summary>
internal sealed class Allowance(int each)
{
    readonly Dictionary<IPAddress, int> _taken = [];

    /// <summary>False when the client has all that it may have.</summary>
    public bool Take(IPAddress client)
    {
        int taken = _taken.GetValueOrDefault(client);
        if (taken >= each)
            return false;
        _taken[client] = taken + 1;
        return true;
    }

    public void GiveBack(IPAddress client)
    {
        if (--_taken[client] == 0)
            _taken.Remove(client);
    }
}
