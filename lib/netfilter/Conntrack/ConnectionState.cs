using Netlink.Wire;

namespace Netfilter.Conntrack;

/// <summary>The states of the protocols that have some, in conntrack(8)'s words and the kernel's order.</summary>
internal static class ConnectionState
{
    static readonly string[] s_tcp = ["NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE", "SYN_SENT2"];

    static readonly string[] s_dccp = ["NONE", "REQUEST", "RESPOND", "PARTOPEN", "OPEN", "CLOSEREQ", "CLOSING", "TIMEWAIT", "IGNORE", "INVALID"];

    static readonly string[] s_sctp =
        ["NONE", "CLOSED", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED", "SHUTDOWN_SENT", "SHUTDOWN_RECD", "SHUTDOWN_ACK_SENT", "HEARTBEAT_SENT", "HEARTBEAT_ACKED"];

    /// <summary>"" for a protocol without states.</summary>
    public static string Parse(AttributeReader information)
    {
        foreach (var of in information)
            foreach (var a in of.Nested)
                if (a.Type == CTA_PROTOINFO_TCP.STATE)   // the same number for each of them
                    return Name(of.Type switch { CTA_PROTOINFO.TCP => s_tcp, CTA_PROTOINFO.DCCP => s_dccp, CTA_PROTOINFO.SCTP => s_sctp, _ => [] }, a.UInt8);
        return "";
    }

    static string Name(string[] names, byte state) => state < names.Length ? names[state] : $"{state}";
}
