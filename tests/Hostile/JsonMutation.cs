using System.Text;
using System.Text.Json;

namespace Tests.Hostile;

/// <summary>Changes to the values and the keys of a document, which leave it JSON.</summary>
internal static class JsonMutation
{
    static readonly string Deep = string.Concat(Enumerable.Repeat("[", 480)) + string.Concat(Enumerable.Repeat("]", 480));

    // As they stand in JSON.
    static readonly string[] s_values =
    [
        "null", "true", "false", "0", "-1", "1", "65535", "65536", "2147483647", "2147483648", "4294967296", "-9223372036854775808", "99999999999999999999999",
        "1e308", "1e-5", "0.5",
        "\"\"", "\" \"", "\"true\"", "\"0\"", "\"..\"", "\"../../../run/d/escape\"", "\"/run/d/leases/../../d/escape\"", "\"/\"", "\"a/b\"", "\"\\u0000\"",
        "\"\\ud800\"", "\"\\udc00x\"",
        "\"\\ud83d\\ude00\"", "\"\u00e9\u4e2d\"", "\"\\n\\t\\\"\"", "\"%s%d{0}\"", "\"$(id)\"", "\"10.1.2.3\"", "\"10.1.2.0/24\"", "\"10.1.2.3/33\"",
        "\"0.0.0.0/0\"", "\"255.255.255.255/32\"",
        "\"10.0.0.0/8\"", "\"10.1.2.0/30\"", "\"fd00:1::/64\"", "\"::/0\"", "\"::\"", "\"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff\"",
        "\"ffff:ffff:ffff:ffff:ffff:ffff:ffff:0/126\"", "\"fe80::1%eth0\"",
        "\"::ffff:10.1.2.3\"", "\"::ffff:10.1.2.0/120\"", "\"010.1.2.3\"", "\"1\"", "\"10.1.2\"", "\"02:00:00:00:00:07\"", "\"02:00\"", "\"tcp\"",
        "\"host-local\"", "\"bridge\"", "\"portmap\"", "\"0.2.0\"",
        "\"1.1.0\"", "\"9.9.9\"", "\"lo\"", "\"eth0\"", "\"0123456789abcdef\"", "[]", "{}", "[[]]", "[[[]]]", "[{}]", "[[{}]]", "[null]", "[[null]]",
        "{\"a\":null}", "[1,\"a\",{}]", "{\"type\":\"host-local\"}",
        "[[{\"subnet\":\"10.1.2.0/24\"}],[{\"subnet\":\"fd00:1::/64\"}]]", "[{\"dst\":\"0.0.0.0/0\",\"gw\":\"10.1.2.1\"}]",
        "[{\"dst\":\"::/0\",\"mtu\":-1,\"scope\":999}]",
        "[{\"hostPort\":99999,\"containerPort\":0,\"protocol\":\"icmp\"}]",
        "[{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\",\"hostIP\":\"::1\"}]", Deep,
        $"\"{new string('x', 300)}\"",
        $"\"{new string('9', 2000)}\"", $"[{string.Join(',', Enumerable.Repeat("1", 400))}]", $"[{string.Join(',', Enumerable.Repeat("{}", 150))}]",
    ];

    /// <summary>What may say where files go; the last ones must be refused.</summary>
    static readonly string[] s_folders =
    [
        "\"/run/d/leases\"", "\"/run/d/leases/deeper\"", "\"/run/d/leases/../../d/escape\"", "\"..\"", "\"relative\"", "\"/proc/leases\"",
        "\"/dev/null\"", "\"\"", "5", "null",
    ];

    public static string Change(Random random, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var (keys, values) = Find(bytes);
        if (keys.Count == 0)
            return json;
        var key = HostileInput.Pick(random, keys);
        string name = Text(bytes, key).Trim('"');
        var value = values[random.Next(3) == 0 ? random.Next(values.Count) : values.FindIndex(span => span.Start > key.Start)];
        bool isFolder = Text(bytes, value).Contains("/run/d", StringComparison.Ordinal) && value.Length < 60;
        return random.Next(name.Contains('\\') ? 3 : 0, 12) switch   // an escape is no longer one in capitals
        {
            0 => With(bytes, key, $"\"{name.ToUpperInvariant()}\""),
            1 => With(bytes, key, $"\"{name}\":{Value(random, isFolder: name.Contains("Dir"))},\"{name.ToUpperInvariant()}\""),
            2 => With(bytes, key, $"\"\\ud800{name}\""),
            3 => With(bytes, key, "\"x\""),
            _ => With(bytes, value, Value(random, isFolder)),
        };
    }

    static string Value(Random random, bool isFolder) => HostileInput.Pick(random, isFolder ? s_folders : s_values);

    static string Text(byte[] json, (int Start, int Length) span) => Encoding.UTF8.GetString(json, span.Start, span.Length);

    static string With(byte[] json, (int Start, int Length) span, string text) =>
        Encoding.UTF8.GetString(json.AsSpan(0, span.Start)) + text + Encoding.UTF8.GetString(json.AsSpan(span.Start + span.Length));

    // Where the keys and the values are, objects and lists among them.
    static (List<(int Start, int Length)> Keys, List<(int Start, int Length)> Values) Find(byte[] json)
    {
        var (keys, values) = (new List<(int, int)>(), new List<(int, int)>());
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        while (reader.Read())
        {
            int start = (int)reader.TokenStartIndex;
            if (reader.TokenType == JsonTokenType.PropertyName)
                keys.Add((start, Length(json, start)));
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                values.Add((start, End(reader) - start));
            else if (reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
                values.Add((start, (int)reader.BytesConsumed - start));
        }
        return (keys, values);
    }

    // A key's token is counted with the colon behind it.
    static int Length(byte[] json, int start)
    {
        int end = start + 1;
        while (json[end] != '"')
            end += json[end] == '\\' ? 2 : 1;
        return end + 1 - start;
    }

    static int End(Utf8JsonReader reader)
    {
        reader.Skip();
        return (int)reader.BytesConsumed;
    }
}
