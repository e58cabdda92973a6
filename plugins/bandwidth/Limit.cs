using System.Text.Json;
using Cni;
using Netlink.Routing;

namespace Plugins.Bandwidth;

/// <summary>How much may pass in one direction.</summary>
/// <param name="Rate">In bits a second.</param>
/// <param name="Burst">What may pass at once after a pause, in bits.</param>
internal sealed record Limit(ulong Rate, ulong Burst)
{
    const int EthernetHeader = 14;

    // What waits longer than this is dropped; as the reference plugin has it.
    const double Patience = 0.025;

    /// <summary>Both keys of a direction; null when neither says anything.</summary>
    public static Limit? Read(ConfigObject json, string rateKey, string burstKey)
    {
        var limit = new Limit(Number(json, rateKey), Number(json, burstKey));
        return limit is { Rate: 0, Burst: 0 } ? null : limit;
    }

    static ulong Number(ConfigObject json, string key)
    {
        if (json.Find(key) is not { } value)
            return 0;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong number))
            return number;
        json.Complain(key, "is not a whole number of bits, of 0 or more");
        return 0;
    }

    public string? Problem =>
        Burst == 0 ? "if rate is set, burst must also be set"
        : Rate == 0 ? "if burst is set, rate must also be set"
        : Burst / 8 >= uint.MaxValue ? "burst cannot be more than 4GB"
        : Rate < 8 ? $"a rate of {Rate} bit/s is less than a byte a second"
        : null;

    /// <summary>The token bucket for a link. A burst that no full packet fits in would let none pass, so it is at least one packet.</summary>
    public TbfQdisc For(Link link)
    {
        uint burst = Math.Max((uint)(Burst / 8), link.Mtu + EthernetHeader);
        return new(link) { Rate = Rate / 8, Burst = burst, Limit = (uint)Math.Min(Rate / 8 * Patience + burst, uint.MaxValue) };
    }

    /// <summary>What is different on a link, in words; null when it is limited so.</summary>
    public string? DifferenceOn(Link link, TbfQdisc? found)
    {
        var wanted = For(link);
        if (found is null)
            return $"{link.Name} has no token bucket (tbf) at its root: it should be {wanted}";
        if (found.Rate != wanted.Rate)
            return $"{link.Name} is limited to {8 * found.Rate} bit/s, not {8 * wanted.Rate}";
        return Burst / 8 == wanted.Burst && !IsTold(found.Burst, wanted) ? $"{link.Name} has a burst of {found.Burst} bytes, not {wanted.Burst}" : null;
    }

    // The kernel tells a burst by the time that it takes, in ticks of 64 ns and 32 bits; the reference plugin sets it by the microsecond.
    static bool IsTold(uint burst, TbfQdisc wanted) =>
        wanted.Burst * 1e9 / wanted.Rate / 64 >= uint.MaxValue || Math.Abs((double)burst - wanted.Burst) <= 2e-6 * wanted.Rate + 1;
}
