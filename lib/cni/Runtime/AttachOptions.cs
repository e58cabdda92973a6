using System.Text;
using System.Text.Json;

namespace Cni;

/// <summary>What a runtime asks for one container beyond what the network's configuration says.</summary>
public sealed record AttachOptions
{
    public static AttachOptions None { get; } = new();

    /// <summary>The variable CNI_ARGS, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Args { get; init; } = [];

    /// <summary>By capability (portMappings, ips, mac …), for those plugins whose configuration declares it.</summary>
    public IReadOnlyDictionary<string, JsonElement> Capabilities { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Reads them as cnitool has them in its environment.</summary>
    /// <param name="args">CNI_ARGS: KEY=VALUE;KEY=VALUE, none of them empty; "" for none.</param>
    /// <param name="capabilities">CAP_ARGS: a JSON object; "" for none.</param>
    /// <exception cref="CniError">Which of them is wrong.</exception>
    public static AttachOptions Parse(string args, string capabilities)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (string pair in args == "" ? [] : args.Split(';'))
            pairs.Add(pair.Split('=') is [{ Length: > 0 } key, { Length: > 0 } value]
                ? new(key, value)
                : throw new CniError(CniErrorCode.InvalidEnvironment, $"invalid CNI_ARGS pair \"{pair}\"", "it reads KEY=VALUE;KEY=VALUE"));
        return new() { Args = pairs, Capabilities = capabilities == "" ? None.Capabilities : ParseCapabilities(capabilities) };
    }

    static Dictionary<string, JsonElement> ParseCapabilities(string text)
    {
        try
        {
            if (JsonText.Parse(Encoding.UTF8.GetBytes(text)) is { ValueKind: JsonValueKind.Object } json)
                return json.EnumerateObject().DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => member.Value);
            throw new CniError(CniErrorCode.InvalidEnvironment, "CAP_ARGS is no JSON object, such as {\"mac\":\"02:00:00:00:00:01\"}");
        }
        catch (JsonException e)
        {
            throw new CniError(CniErrorCode.InvalidEnvironment, $"CAP_ARGS is no JSON: {e.Message}");
        }
    }
}
