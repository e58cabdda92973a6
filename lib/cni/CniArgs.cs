namespace Cni;

/// <summary>
/// The variable CNI_ARGS: <c>IP=10.1.0.5;MAC=02:…</c>. Keys meant for other plugins are left alone, so that a MAC address
/// for bridge does not stop the address plugin that inherits the variable.
/// </summary>
public sealed class CniArgs
{
    readonly List<KeyValuePair<string, string>> _pairs = [];

    CniArgs() { }

    public static CniArgs None { get; } = new();

    /// <summary>The value of a key, or null. Keys are spelled exactly; the last of equal ones counts.</summary>
    public string? this[string key]
    {
        get
        {
            for (int i = _pairs.Count - 1; i >= 0; i--)
                if (_pairs[i].Key == key)
                    return _pairs[i].Value;
            return null;
        }
    }

    public static CniArgs Parse(string text)
    {
        if (text == "")
            return None;
        var args = new CniArgs();
        foreach (string pair in text.Split(';'))
        {
            int equals = pair.IndexOf('=');
            if (equals < 0 || pair.LastIndexOf('=') != equals)
                throw new CniError(CniErrorCode.InvalidEnvironment, $"ARGS: invalid pair \"{pair}\"", "CNI_ARGS is KEY=VALUE;KEY=VALUE");
            args._pairs.Add(new(pair[..equals], pair[(equals + 1)..]));
        }
        return args;
    }
}
