using System.Buffers.Binary;
using Plugins.Dhcp.Packets;

namespace Plugins.Dhcp.Daemon;

/// <summary>What a client says to servers, by what it has (RFC 2131, table 5). Who sends it puts on what belongs to the link.</summary>
internal static class LeaseQuestions
{
    const ushort LargestMessage = 1472;   // what an Ethernet frame holds

    /// <summary>Who would give an address? The one it had before, if there was one.</summary>
    public static DhcpMessage Discover(DaemonCall call, LeaseTerms? before)
    {
        var message = Ask(call, new() { Type = DhcpMessageType.Discover });
        if (before is not null)
            message.Options[DhcpOptions.RequestedAddress] = DhcpMessage.Bytes(before.Address);
        return message;
    }

    /// <summary>Takes an offer.</summary>
    public static DhcpMessage Request(DaemonCall call, DhcpMessage offer)
    {
        var message = Ask(call, new() { Type = DhcpMessageType.Request });
        message.Options[DhcpOptions.RequestedAddress] = DhcpMessage.Bytes(offer.Yiaddr);
        message.Options[DhcpOptions.ServerIdentifier] = offer.Options[DhcpOptions.ServerIdentifier];
        return message;
    }

    /// <summary>More time, please: for its own server, or for all.</summary>
    public static DhcpMessage Renew(DaemonCall call, LeaseTerms terms) => Ask(call, new() { Type = DhcpMessageType.Request, Ciaddr = terms.Address });

    /// <summary>The address is free.</summary>
    public static DhcpMessage Release(DaemonCall call, LeaseTerms terms)
    {
        var message = Identify(call, new() { Type = DhcpMessageType.Release, Ciaddr = terms.Address });
        message.Options[DhcpOptions.ServerIdentifier] = DhcpMessage.Bytes(terms.Server);
        return message;
    }

    static DhcpMessage Ask(DaemonCall call, DhcpMessage message)
    {
        foreach (var (code, value) in call.Provided)
            if (code is not DhcpOptions.MessageType)
                message.Options[code] = value;
        var largest = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(largest, LargestMessage);
        message.Options[DhcpOptions.MaximumMessageSize] ??= largest;
        if (call.Requested.Count > 0)
            message.Options[DhcpOptions.ParameterRequestList] = [.. call.Requested];
        return Identify(call, message);
    }

    // The configuration's own identifier, if it provides one, in every message: it is what the server keeps the lease under.
    static DhcpMessage Identify(DaemonCall call, DhcpMessage message)
    {
        foreach (var (code, value) in call.Provided)
            if (code == DhcpOptions.ClientIdentifier)
                message.Options[code] = value;
        message.Options[DhcpOptions.ClientIdentifier] ??= call.Key.ClientIdentifier;
        return message;
    }
}
