using System.Text;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>What a route knows of its way beyond where it leads, in the kernel's own units; those that were not given are the kernel's to choose.</summary>
public sealed class RouteMetrics : IEquatable<RouteMetrics>
{
    public static readonly RouteMetrics None = new();

    readonly uint[] _values = new uint[(int)RouteMetric.FastOpenNoCookie + 1];
    uint _given, _locked;

    RouteMetrics() { }

    RouteMetrics(RouteMetrics like)
    {
        like._values.CopyTo(_values, 0);
        (_given, _locked, CongestionControl) = (like._given, like._locked, like.CongestionControl);
    }

    /// <summary>The name of the algorithm that TCP uses on the way; "" leaves it to the kernel.</summary>
    public string CongestionControl { get; private init; } = "";

    public bool IsEmpty => _given == 0 && CongestionControl == "";

    /// <summary>Null when it was not given.</summary>
    public uint? this[RouteMetric metric] => (_given & Bit(metric)) == 0 ? null : _values[(int)metric];

    /// <summary>The kernel must not find a better value by itself.</summary>
    public bool IsLocked(RouteMetric metric) => (_locked & Bit(metric)) != 0;

    public RouteMetrics With(RouteMetric metric, uint value, bool locked = false)
    {
        var changed = new RouteMetrics(this);
        changed._values[(int)metric] = value;
        changed._given |= Bit(metric);
        if (locked) changed._locked |= Bit(metric);
        return changed;
    }

    public RouteMetrics Without(RouteMetric metric)
    {
        var changed = new RouteMetrics(this);
        changed._values[(int)metric] = 0;
        changed._given &= ~Bit(metric);
        changed._locked &= ~Bit(metric);
        return changed.IsEmpty ? None : changed;
    }

    public RouteMetrics WithCongestionControl(string name) => new(this) { CongestionControl = name };

    internal void WriteTo(MessageWriter to)
    {
        if (IsEmpty)
            return;
        using var nest = to.Nest(RTA.METRICS);
        for (ushort number = 0; number < _values.Length; number++)
            if (this[(RouteMetric)number] is { } value)
                to.Put(number, value, s_names[number]);
        if (CongestionControl != "") to.Put(RTAX.CC_ALGO, Encoding.UTF8.GetBytes(CongestionControl));
        if (_locked != 0) to.Put(RTAX.LOCK, _locked);
    }

    internal static RouteMetrics Parse(AttributeReader attributes)
    {
        var found = new RouteMetrics();
        foreach (var a in attributes)
            if (a.Type == RTAX.LOCK)
                found._locked = a.UInt32;
            else if (a.Type == RTAX.CC_ALGO)
                found = found.WithCongestionControl(a.String);
            else if (a.Type < found._values.Length)
                found = found.With((RouteMetric)a.Type, a.UInt32);
        return found.IsEmpty ? None : found;
    }

    /// <summary>The header's names, by number.</summary>
    static readonly string[] s_names =
    [
        "", "", "RTAX.MTU", "RTAX.WINDOW", "RTAX.RTT", "RTAX.RTTVAR", "RTAX.SSTHRESH", "RTAX.CWND", "RTAX.ADVMSS", "RTAX.REORDERING", "RTAX.HOPLIMIT",
        "RTAX.INITCWND", "RTAX.FEATURES", "RTAX.RTO_MIN", "RTAX.INITRWND", "RTAX.QUICKACK", "RTAX.CC_ALGO", "RTAX.FASTOPEN_NO_COOKIE",
    ];

    /// <summary>As ip-route(8) calls it: mtu, initcwnd.</summary>
    public static string Word(RouteMetric metric) => s_names[(int)metric]["RTAX.".Length..].ToLowerInvariant();

    static uint Bit(RouteMetric metric) => 1u << (int)metric;

    public bool Equals(RouteMetrics? other) => other is not null && (_given, _locked, CongestionControl) == (other._given, other._locked, other.CongestionControl)
        && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? other) => Equals(other as RouteMetrics);

    public override int GetHashCode() => HashCode.Combine(_given, _locked, CongestionControl, this[RouteMetric.Mtu]);
}

/// <summary>RTAX_*: sizes in bytes or segments; round trips in eighths, their variance in quarters of a millisecond.</summary>
public enum RouteMetric : ushort
{
    Mtu = 2, Window, Rtt, RttVariance, SlowStartThreshold, CongestionWindow, AdvertisedMss, Reordering, HopLimit, InitialCongestionWindow, Features,
    MinimalRetransmission, InitialReceiveWindow, QuickAck, FastOpenNoCookie = 17,
}
