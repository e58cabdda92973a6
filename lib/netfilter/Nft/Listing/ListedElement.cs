using System.Text;
using Netlink.Wire;

namespace Netfilter.Nft.Listing;

/// <summary>An element of a set or map, as the kernel listed it.</summary>
internal sealed class ListedElement(ListedAttributes attributes)
{
    public byte[] Key { get; } = attributes.Data(NFTA_SET_ELEM.KEY);

    /// <summary>The last key that it is for, when it is for a range of them.</summary>
    public byte[] KeyEnd { get; } = attributes.Data(NFTA_SET_ELEM.KEY_END);

    public bool EndsInterval => (attributes.Number(NFTA_SET_ELEM.FLAGS) & NFT_SET_ELEM.INTERVAL_END) != 0;
    public bool IsForAllOthers => (attributes.Number(NFTA_SET_ELEM.FLAGS) & NFT_SET_ELEM.CATCHALL) != 0;

    /// <summary>All but the key: counter, times, comment, and of a map the value.</summary>
    public string Rest(ListedSet set, ValueText values)
    {
        var text = new StringBuilder(Counter());
        if (attributes.Has(NFTA_SET_ELEM.TIMEOUT)) text.Append($" timeout {Duration.Text(attributes.Long(NFTA_SET_ELEM.TIMEOUT))}");
        if (attributes.Has(NFTA_SET_ELEM.EXPIRATION)) text.Append($" expires {Duration.Text(attributes.Long(NFTA_SET_ELEM.EXPIRATION))}");
        if (Comment.Read(attributes.Bytes(NFTA_SET_ELEM.USERDATA)) is { } comment) text.Append($" comment \"{comment}\"");
        if (attributes.Has(NFTA_SET_ELEM.DATA))
            text.Append(" : ").Append(attributes.Verdict(NFTA_SET_ELEM.DATA) ?? values.Of(set.ValueTypes, attributes.Data(NFTA_SET_ELEM.DATA)));
        return text.ToString();
    }

    string Counter()
    {
        if (!attributes.Has(NFTA_SET_ELEM.EXPR)) return "";
        var expression = attributes.Nest(NFTA_SET_ELEM.EXPR);
        if (expression.Text(NFTA_EXPR.NAME) != "counter") return "";
        var counter = expression.Nest(NFTA_EXPR.DATA);
        return $" counter packets {counter.Long(NFTA_COUNTER.PACKETS)} bytes {counter.Long(NFTA_COUNTER.BYTES)}";
    }

    public static List<ListedElement> ReadAll(ReadOnlySpan<byte> body)
    {
        var found = new List<ListedElement>();
        foreach (var a in new AttributeReader(body))
            if (a.Type == NFTA_SET_ELEM_LIST.ELEMENTS)
                foreach (var element in a.Nested)
                    found.Add(new(ListedAttributes.Read(element.Nested)));
        return found;
    }
}
