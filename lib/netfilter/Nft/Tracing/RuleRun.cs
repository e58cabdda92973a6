using System.Net;
using Netlink.Routing;

namespace Netfilter.Nft.Tracing;

/// <summary>One packet's way through a chain and those that it jumps to.</summary>
internal sealed class RuleRun(
    Dictionary<string, TracedChain> chains, TracedSets sets, Func<IPAddress, RouteType> typeOf, TracedPacket packet, List<string> steps, List<string> unknown)
{
    const uint NFT_NAT_SNAT = 0;

    readonly Registers _registers = new();
    string _element = "";   // what the rule at hand found last, for the user to find it too

    public TracedPacket Packet { get; private set; } = packet;

    /// <summary>The connection was given another source or destination here.</summary>
    public bool IsTranslated { get; private set; }

    /// <summary>A rule has ended the packet's way, and was told.</summary>
    public bool Decided { get; private set; }

    /// <summary>The verdict on the packet; null when the chain's rules leave it open.</summary>
    public int? Through(TracedChain chain, int depth)
    {
        foreach (var rule in chain.Rules)
        {
            _element = "";
            if (Apply(rule, chain) is not { } verdict) continue;
            switch (verdict.Code)
            {
                case Verdict.AcceptCode:
                    if (!IsTranslated) steps.Add(Says(chain, "accept"));
                    return Verdict.AcceptCode;
                case Verdict.DropCode: return End(chain, "drop", Verdict.DropCode);
                case RejectCode: return End(chain, "reject", RejectCode);
                case Verdict.ReturnCode: return null;
                case Verdict.JumpCode or Verdict.GotoCode when depth > 0 && chains.TryGetValue($"{chain.Family.Name()} {chain.Table} {verdict.Chain}", out var next):
                    if (Through(next, depth - 1) is { } last) return last;
                    if (verdict.Code == Verdict.GotoCode) return null;
                    break;
            }
        }
        return null;
    }

    /// <summary>Ours: to the kernel a rejection is a drop that the sender is told of.</summary>
    public const int RejectCode = -100;

    int End(TracedChain chain, string word, int verdict)
    {
        Decided = true;
        steps.Add(Says(chain, word));
        return verdict;
    }

    string Says(TracedChain chain, string words) => $"nft {chain}: {words}{(_element == "" ? "" : $" by {_element}")}";

    // The verdict of a rule; null when it does not match, or has none.
    (int Code, string Chain)? Apply(TracedRule rule, TracedChain chain)
    {
        foreach (var (name, instruction) in rule.Instructions)
        {
            (int, string)? verdict = null;
            bool? goesOn = name switch
            {
                "payload" => LoadPayload(instruction),
                "meta" => LoadMeta(instruction),
                "ct" => LoadConnection(instruction),
                "fib" => LoadAddressType(instruction),
                "cmp" => Compare(instruction),
                "range" => IsInRange(instruction),
                "bitwise" => Mask(instruction),
                "immediate" => Immediate(instruction, out verdict),
                "lookup" => Lookup(instruction, chain, out verdict),
                "nat" => Translate(instruction, chain),
                "masq" => Masquerade(chain),
                "redir" => Redirect(instruction, chain),
                "reject" => Reject(out verdict),
                "match" => instruction.Text(NFTA_MATCH.NAME) == "comment" ? true : null,
                "counter" or "log" or "limit" or "quota" or "notrack" or "dynset" or "flow_offload" => true,
                _ => null,
            };
            if (goesOn is null) unknown.Add($"nft {chain} handle {rule.Handle}: {name} {instruction.Text(NFTA_MATCH.NAME)}".TrimEnd());
            if (verdict is not null) return verdict;
            if (goesOn != true) return null;
            if (IsTranslated && name is "nat" or "masq" or "redir") return (Verdict.AcceptCode, "");
        }
        return null;
    }

    bool? LoadPayload(Instruction of)
    {
        if (!of.Has(NFTA_PAYLOAD.DREG)) return null;
        byte[]? header = of.Number(NFTA_PAYLOAD.BASE) switch { 1 => Packet.NetworkHeader(), 2 => Packet.TransportHeader(), _ => null };
        int offset = (int)of.Number(NFTA_PAYLOAD.OFFSET), size = (int)of.Number(NFTA_PAYLOAD.LEN);
        if (header is null || offset + size > header.Length) return null;
        _registers.Load(of.Number(NFTA_PAYLOAD.DREG), header.AsSpan(offset, size));
        return true;
    }

    bool? LoadMeta(Instruction of)
    {
        const uint Protocol = 1, Mark = 3, Iif = 4, Oif = 5, Nfproto = 15, L4proto = 16;
        if (!of.Has(NFTA_META.DREG)) return true;   // sets something: a mark, a priority
        byte[]? value = of.Number(NFTA_META.KEY) switch
        {
            Protocol => Packet.IsIpv6 ? [0x86, 0xdd] : [0x08, 0x00],
            Mark => BitConverter.GetBytes(Packet.Mark),
            Iif => BitConverter.GetBytes(Packet.IncomingIndex),
            Oif => BitConverter.GetBytes(Packet.OutgoingIndex),
            Meta.NFT_META_IIFNAME => Meta.InterfaceName(Packet.IncomingName),
            Meta.NFT_META_OIFNAME => Meta.InterfaceName(Packet.OutgoingName),
            Nfproto => [(byte)(Packet.IsIpv6 ? NftFamily.Ipv6 : NftFamily.Ipv4)],
            L4proto => [Packet.Protocol],
            _ => null,
        };
        if (value is null) return null;
        _registers.Load(of.Number(NFTA_META.DREG), value);
        return true;
    }

    bool? LoadConnection(Instruction of)
    {
        const uint State = 0, Status = 2, Mark = 3;
        const uint Established = 2, New = 8, Snat = 0x10, Dnat = 0x20;
        if (!of.Has(NFTA_CT.DREG)) return true;
        uint? value = of.Number(NFTA_CT.KEY) switch
        {
            State => Packet.IsEstablished ? Established : New,
            Status => (Packet.HasNewSource ? Snat : 0) | (Packet.HasNewDestination ? Dnat : 0),
            Mark => 0,
            _ => null,
        };
        if (value is not { } number) return null;
        _registers.Load(of.Number(NFTA_CT.DREG), number);
        return true;
    }

    bool? LoadAddressType(Instruction of)
    {
        const uint AddressType = 3, OfSource = 1;
        if (of.Number(NFTA_FIB.RESULT) != AddressType) return null;
        var address = (of.Number(NFTA_FIB.FLAGS) & OfSource) != 0 ? Packet.Source : Packet.Destination;
        _registers.Load(of.Number(NFTA_FIB.DREG), (uint)typeOf(address));
        return true;
    }

    bool? Compare(Instruction of)
    {
        var value = of.Data(NFTA_CMP.DATA);
        int order = _registers.Read(of.Number(NFTA_CMP.SREG), value.Length).AsSpan().SequenceCompareTo(value);
        return of.Number(NFTA_CMP.OP) switch { 0 => order == 0, 1 => order != 0, 2 => order < 0, 3 => order <= 0, 4 => order > 0, _ => order >= 0 };
    }

    bool? IsInRange(Instruction of)
    {
        byte[] from = of.Data(NFTA_RANGE.FROM_DATA), to = of.Data(NFTA_RANGE.TO_DATA), value = _registers.Read(of.Number(NFTA_RANGE.SREG), from.Length);
        bool isWithin = value.AsSpan().SequenceCompareTo(from) >= 0 && value.AsSpan().SequenceCompareTo(to) <= 0;
        return isWithin == (of.Number(NFTA_RANGE.OP) == 0);
    }

    bool? Mask(Instruction of)
    {
        byte[] mask = of.Data(NFTA_BITWISE.MASK), flip = of.Data(NFTA_BITWISE.XOR);
        if (mask.Length == 0) return null;   // a shift
        var value = _registers.Read(of.Number(NFTA_BITWISE.SREG), mask.Length);
        for (int i = 0; i < value.Length; i++)
            value[i] = (byte)(value[i] & mask[i] ^ (i < flip.Length ? flip[i] : 0));
        _registers.Load(of.Number(NFTA_BITWISE.DREG), value);
        return true;
    }

    bool? Immediate(Instruction of, out (int, string)? verdict)
    {
        verdict = of.Verdict(NFTA_IMMEDIATE.DATA);
        if (verdict is null) _registers.Load(of.Number(NFTA_IMMEDIATE.DREG), of.Data(NFTA_IMMEDIATE.DATA));
        return true;
    }

    bool? Lookup(Instruction of, TracedChain chain, out (int, string)? verdict)
    {
        const uint Inverted = 1;
        verdict = null;
        string set = of.Text(NFTA_LOOKUP.SET);
        var key = _registers.Read(of.Number(NFTA_LOOKUP.SREG), sets.KeySize(chain.Family, chain.Table, set));
        var found = sets.Find(chain.Family, chain.Table, set, key);
        if (found is null || (of.Number(NFTA_LOOKUP.FLAGS) & Inverted) != 0)
            return found is null && (of.Number(NFTA_LOOKUP.FLAGS) & Inverted) != 0;
        if (!set.StartsWith("__")) _element = $"element of {set}{(found.Comment is null ? "" : $" \"{found.Comment}\"")}";
        verdict = found.Verdict;
        if (of.Has(NFTA_LOOKUP.DREG) && verdict is null) _registers.Load(of.Number(NFTA_LOOKUP.DREG), found.Value);
        return true;
    }

    bool? Translate(Instruction of, TracedChain chain)
    {
        bool isSource = of.Number(NFTA_NAT.TYPE) == NFT_NAT_SNAT;
        var address = of.Has(NFTA_NAT.REG_ADDR_MIN) ? new IPAddress(_registers.Read(of.Number(NFTA_NAT.REG_ADDR_MIN), Packet.IsIpv6 ? 16 : 4))
            : isSource ? Packet.Source : Packet.Destination;
        ushort? port = PortIn(of, NFTA_NAT.REG_PROTO_MIN);
        Packet = isSource
            ? Packet with { Source = address, SourcePort = port ?? Packet.SourcePort, HasNewSource = true }
            : Packet with { Destination = address, DestinationPort = port ?? Packet.DestinationPort, HasNewDestination = true };
        return Translated(chain, isSource ? $"snat to {address}" : $"dnat to {address}{(port is null ? "" : $" port {port}")}");
    }

    ushort? PortIn(Instruction of, ushort register) =>
        of.Has(register) && _registers.Read(of.Number(register), 2) is [var high, var low] ? (ushort)(high << 8 | low) : null;

    // The address that it takes depends on the way, which is the caller's to know.
    bool? Masquerade(TracedChain chain)
    {
        Packet = Packet with { HasNewSource = true, Source = IPAddress.Any };
        return Translated(chain, "masquerade");
    }

    bool? Redirect(Instruction of, TracedChain chain)
    {
        ushort port = PortIn(of, NFTA_REDIR.REG_PROTO_MIN) ?? Packet.DestinationPort;
        Packet = Packet with { HasNewDestination = true, Destination = Packet.IsIpv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, DestinationPort = port };
        return Translated(chain, $"redirect to port {port}");
    }

    bool? Translated(TracedChain chain, string words)
    {
        IsTranslated = true;
        steps.Add(Says(chain, words));
        return true;
    }

    static bool? Reject(out (int, string)? verdict)
    {
        verdict = (RejectCode, "");
        return true;
    }
}
