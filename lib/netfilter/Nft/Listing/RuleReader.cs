using Netlink.Wire;

namespace Netfilter.Nft.Listing;

/// <summary>
/// A rule's expressions, read back into the statements that nft would write for them: registers hold operands, and whatever is done with these is a statement.
/// </summary>
internal sealed partial class RuleReader(NftFamily family, IReadOnlyDictionary<string, ListedSet> sets, ValueText values)
{
    const uint FirstWide = 1, LastWide = 4;   // the registers of 16 bytes (NFT_REG_1 to 4), by which the kernel calls every fourth of 4 bytes

    readonly Dictionary<uint, Operand> _registers = [];
    readonly Statements _statements = new(family);
    readonly List<string> _unknown = [];

    /// <summary>What has no text here: the kernel's names of expressions.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    public string Read(AttributeReader expressions)
    {
        foreach (var element in expressions)
        {
            var expression = ListedAttributes.Read(element.Nested);
            string name = expression.Text(NFTA_EXPR.NAME);
            if (!Load(name, expression.Nest(NFTA_EXPR.DATA)) && !Say(name, expression.Nest(NFTA_EXPR.DATA))) _unknown.Add(name);
        }
        return _statements.Text;
    }

    static uint Register(ListedAttributes data, ushort type) =>
        data.Number(type) is >= FirstWide and <= LastWide and var wide ? Expressions.FirstRegister + (wide - FirstWide) * 4 : data.Number(type);

    Operand At(uint register) => _registers.TryGetValue(register, out var operand) ? operand : new($"register {register}", KnownTypes.Integer, 4);

    // nft's text for an operand where a value is meant: a constant by the type that it is used as.
    string Written(Operand operand, DataType type) => operand.Constant is { } constant ? values.Of(type, constant) : Written(operand);

    string Written(Operand operand)
    {
        if (operand.Mask is not { } mask) return operand.Text;
        string Part(byte[] bytes) => values.Of(operand.Type, bytes);
        if (operand.Turned is not { } turned || !turned.AsSpan().ContainsAnyExcept((byte)0)) return $"{operand.Text} & {Part(mask)}";
        bool isOr = !mask.Where((b, i) => (b ^ turned[i]) != 0xff).Any();
        return isOr ? $"{operand.Text} | {Part(turned)}"
            : mask.AsSpan().ContainsAnyExcept((byte)0xff) ? $"{operand.Text} & {Part(mask)} ^ {Part(turned)}" : $"{operand.Text} ^ {Part(turned)}";
    }

    // The key of a look-up: one operand, or one in each of the registers that a concatenation takes.
    string Key(uint register, DataType[] types)
    {
        var parts = new List<string>();
        foreach (var type in types)
        {
            parts.Add(Written(At(register)));
            register = Expressions.RegisterAfter(register, type.Size);
        }
        return string.Join(" . ", parts);
    }

    bool Compare(ListedAttributes data)
    {
        var operand = At(Register(data, NFTA_CMP.SREG));
        byte[] value = data.Data(NFTA_CMP.DATA);
        var operation = (Comparing)data.Number(NFTA_CMP.OP);
        if (operation == Comparing.AtMost && _statements.TryCloseRange(operand.Text, ValueOf(operand, value))) return true;
        _statements.Add(Comparison(operand, operation, value));
        if (operation == Comparing.Equal && operand.Mask is null) _statements.Learn(operand.Text, ValueText.Number(operand.Type, value));
        if (operation == Comparing.AtLeast) _statements.OpenRange(operand.Text, ValueOf(operand, value));
        return true;
    }

    string Comparison(Operand operand, Comparing operation, byte[] value)
    {
        string word = operation switch
        {
            Comparing.Different => "!= ", Comparing.Less => "< ", Comparing.AtMost => "<= ", Comparing.More => "> ", Comparing.AtLeast => ">= ", _ => "",
        };
        if (operand.Mask is not { } mask) return $"{operand.Text} {word}{ValueOf(operand, value)}";
        bool isZero = !value.AsSpan().ContainsAnyExcept((byte)0);
        if (KnownTypes.IsBits(operand.Type))
            return !isZero ? $"{operand.Text} {word}{values.Of(operand.Type, value)} / {values.Of(operand.Type, mask)}"
                : $"{operand.Text} {(operation == Comparing.Different ? "" : "! ")}{values.Of(operand.Type, mask)}";
        if (operand.Protocol is not null && ValueText.PrefixOf(mask) is { } bits) return $"{operand.Text} {word}{values.Of(operand.Type, value)}/{bits}";
        return $"{Written(operand)} {(word == "" ? "== " : word)}{values.Of(operand.Type, value)}";
    }

    // What is shorter than its field is the beginning of an address: a prefix of whole bytes.
    string ValueOf(Operand operand, byte[] value)
    {
        if (operand.Shift != 0) return values.Of(operand.Type, [(byte)(ValueText.Number(KnownTypes.Integer, value) >> operand.Shift)]);
        if (operand.Protocol is null || value.Length >= operand.Type.Size) return values.Of(operand.Type, value);
        byte[] whole = new byte[operand.Type.Size];
        value.CopyTo(whole, 0);
        return $"{values.Of(operand.Type, whole)}/{8 * value.Length}";
    }

    bool Range(ListedAttributes data)
    {
        var operand = At(Register(data, NFTA_RANGE.SREG));
        string not = data.Number(NFTA_RANGE.OP) == Expressions.NotEqualTo ? "!= " : "";
        _statements.Add($"{operand.Text} {not}{ValueOf(operand, data.Data(NFTA_RANGE.FROM_DATA))}-{ValueOf(operand, data.Data(NFTA_RANGE.TO_DATA))}");
        return true;
    }

    bool LookUp(ListedAttributes data)
    {
        if (!sets.TryGetValue(data.Text(NFTA_LOOKUP.SET), out var set)) return false;
        string key = Key(Register(data, NFTA_LOOKUP.SREG), set.KeyTypes), where = set.IsAnonymous ? set.Inline() : $"@{set.Name}";
        if (!data.Has(NFTA_LOOKUP.DREG)) _statements.Add($"{key} {((data.Number(NFTA_LOOKUP.FLAGS) & 1) != 0 ? "!= " : "")}{where}");
        else if (data.Number(NFTA_LOOKUP.DREG) == 0) _statements.Add($"{key} vmap {where}");
        else _registers[Register(data, NFTA_LOOKUP.DREG)] = new($"{key} map {where}", set.ValueTypes[0], set.ValueTypes[0].Size) { IsMapped = true };
        return true;
    }

    /// <summary>NFT_CMP_*</summary>
    enum Comparing { Equal, Different, Less, AtMost, More, AtLeast }
}
