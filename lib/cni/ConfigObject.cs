using System.Net;
using System.Text.Json;

namespace Cni;

/// <summary>
/// A JSON object read as network configurations are: the case of keys does not matter, the last of equal keys counts, null is
/// the same as absent, unknown keys are nobody's business. A value of the wrong type becomes a sentence in <see cref="Problems"/>
/// and reads as unset, so that a user sees all that is wrong at once.
/// </summary>
public sealed class ConfigObject
{
    const int MostProblems = 100;

    readonly (string Key, JsonElement Value)[] _members;
    readonly List<string> _problems;

    /// <summary>Reads a whole document. What is no object has one problem and no members.</summary>
    public ConfigObject(JsonElement json) : this(json, "", []) { }

    ConfigObject(JsonElement json, string path, List<string> problems)
    {
        Json = json;
        Path = path;
        _problems = problems;
        _members = [];
        if (json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return;
        if (json.ValueKind == JsonValueKind.Object)
            _members = Members(json);
        else
            Wrong(path == "" ? "the configuration" : path, json, "an object");
        IsSet = true;
    }

    /// <summary>The object itself, to be passed on whole.</summary>
    internal JsonElement Json { get; }

    /// <summary>Where this object is in its document: <c>ipam.ranges[0][1]</c>; "" for the document itself.</summary>
    public string Path { get; }

    /// <summary>False for an object that its document does not hold; all its members are unset then.</summary>
    public bool IsSet { get; }

    /// <summary>What was wrong in all that was read of the document so far, a sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>A value as it is, whatever its type. Null when unset.</summary>
    public JsonElement? Find(string key)
    {
        for (int i = _members.Length - 1; i >= 0; i--)
            if (string.Equals(_members[i].Key, key, StringComparison.OrdinalIgnoreCase))
                return _members[i].Value;
        return null;
    }

    /// <summary>Adds a sentence to the document's problems, led by the path of a member: "ipam.subnet" + " is …".</summary>
    public void Complain(string key, string predicate) => Tell($"{At(key)} {predicate}");

    // Once, however often it is looked at; and not without end, if all of a long list is wrong.
    void Tell(string problem)
    {
        if (_problems.Count < MostProblems && !_problems.Contains(problem))
            _problems.Add(problem);
    }

    public string String(string key, string unset = "") => Text(Typed(key, JsonValueKind.String, "text"), At(key)) ?? unset;

    // A C string ends where it has a NUL, and would then say something else than what was checked here.
    string? Text(JsonElement? value, string path)
    {
        string? text = value?.GetString();
        if (text is null || !text.Contains('\0'))
            return text;
        Wrong(path, value!.Value, "text without NUL");
        return null;
    }

    public bool Bool(string key, bool unset = false)
    {
        if (Find(key) is not { } value)
            return unset;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Wrong(At(key), value, "true or false");
        return unset;
    }

    public int Int(string key, int unset = 0) => FindInt(key) ?? unset;

    public int? FindInt(string key)
    {
        if (Find(key) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number))
            return number;
        Wrong(At(key), value, "a whole number");
        return null;
    }

    public uint? FindUInt(string key)
    {
        if (Find(key) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out uint number))
            return number;
        Wrong(At(key), value, "a whole number of 0 or more");
        return null;
    }

    /// <summary>An IP address. Null when unset, and, as the reference plugins have it, when it is "".</summary>
    public IPAddress? Address(string key)
    {
        if (Typed(key, JsonValueKind.String, "an IP address") is not { } value || value.GetString() is not { Length: > 0 } text)
            return null;
        if (IpText.Parse(text) is { } address)
            return address;
        Wrong(At(key), value, "an IP address");
        return null;
    }

    /// <summary>An address with a prefix length: 10.1.0.0/24. Null when unset.</summary>
    public Cidr? Cidr(string key)
    {
        if (Typed(key, JsonValueKind.String, "an address with a prefix length") is not { } value)
            return null;
        if (Cni.Cidr.Parse(value.GetString()) is { } cidr)
            return cidr;
        Wrong(At(key), value, "an address with a prefix length, such as 10.1.0.0/24");
        return null;
    }

    /// <summary>An object within this one; never null: an absent one is not <see cref="IsSet"/>.</summary>
    public ConfigObject Object(string key) => new(Find(key) ?? default, At(key), _problems);

    /// <summary>As <see cref="Object"/>, with problems of its own: those of this document do not grow by them.</summary>
    internal ConfigObject Apart(string key) => new(Find(key) ?? default, At(key), []);

    public List<string> Strings(string key)
    {
        var strings = new List<string>();
        foreach (var (value, path) in Elements(key))
            if (value.ValueKind != JsonValueKind.String)
                Wrong(path, value, "text");
            else if (Text(value, path) is { } text)
                strings.Add(text);
        return strings;
    }

    public List<ConfigObject> Objects(string key)
    {
        var objects = new List<ConfigObject>();
        foreach (var (value, path) in Elements(key))
            objects.Add(new(value, path, _problems));
        return objects;
    }

    /// <summary>Lists of objects in a list, as <c>ipam.ranges</c> is.</summary>
    public List<List<ConfigObject>> ObjectLists(string key)
    {
        var lists = new List<List<ConfigObject>>();
        foreach (var (value, path) in Elements(key))
        {
            var objects = new List<ConfigObject>();
            foreach (var (inner, innerPath) in Elements(value, path))
                objects.Add(new(inner, innerPath, _problems));
            lists.Add(objects);
        }
        return lists;
    }

    List<(JsonElement Value, string Path)> Elements(string key) => Find(key) is { } value ? Elements(value, At(key)) : [];

    List<(JsonElement Value, string Path)> Elements(JsonElement list, string path)
    {
        var elements = new List<(JsonElement, string)>();
        if (list.ValueKind == JsonValueKind.Array)
            foreach (var element in list.EnumerateArray())
                elements.Add((element, $"{path}[{elements.Count.ToString()}]"));
        else
            Wrong(path, list, "a list");
        return elements;
    }

    JsonElement? Typed(string key, JsonValueKind kind, string wanted)
    {
        if (Find(key) is not { } value || value.ValueKind == kind)
            return Find(key);
        Wrong(At(key), value, wanted);
        return null;
    }

    void Wrong(string path, JsonElement value, string wanted)
    {
        string text = value.GetRawText();
        Tell($"{path} is {(text.Length <= 60 ? text : text[..57] + "...")}, not {wanted}");
    }

    string At(string key) => Path == "" ? key : $"{Path}.{key}";

    static (string, JsonElement)[] Members(JsonElement json)
    {
        var members = new List<(string, JsonElement)>();
        foreach (var member in json.EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null)
                members.Add((member.Name, member.Value));
        return [.. members];
    }
}
