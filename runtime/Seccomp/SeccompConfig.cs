using System.Text.Json;
using Linux;

namespace Hull.Seccomp;

/// <summary>What of system calls is let through, as the OCI runtime specification has it (linux.seccomp).</summary>
/// <param name="Errno">What a call fails with that <paramref name="DefaultAction"/> fails.</param>
internal sealed record SeccompConfig(string DefaultAction, int Errno, IReadOnlyList<SeccompConfig.Calls> Rules)
{
    const int UsualErrno = (int)Linux.Errno.NotPermitted;

    /// <summary>One entry of "syscalls".</summary>
    internal sealed record Calls(IReadOnlyList<string> Names, string Action, int Errno, IReadOnlyList<Argument> Arguments);

    /// <summary>A condition on an argument; <paramref name="Second"/> is what a masked one is compared with.</summary>
    internal sealed record Argument(int Index, string Comparison, ulong Value, ulong Second);

    /// <summary>Reads a profile; what is only for containers with a capability, or without it, is settled here, as docker's profiles have it.</summary>
    /// <exception cref="HullException">What is wrong with it.</exception>
    public static SeccompConfig Read(JsonElement json, IReadOnlyCollection<string> capabilities)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("defaultAction", out var action))
            throw new HullException("a seccomp profile is a JSON object with a \"defaultAction\"");
        var rules = json.TryGetProperty("syscalls", out var calls) && calls.ValueKind == JsonValueKind.Array
            ? calls.EnumerateArray().Where(one => Concerns(one, capabilities)).Select(Call).ToList()
            : [];
        return new(Known(action.GetString()!), Number(json, "defaultErrnoRet", UsualErrno), rules);
    }

    static Calls Call(JsonElement json) => new(
        json.TryGetProperty("names", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [json.GetProperty("name").GetString()!],
        Known(json.GetProperty("action").GetString()!),
        Number(json, "errnoRet", UsualErrno),
        json.TryGetProperty("args", out var args) && args.ValueKind == JsonValueKind.Array ? [.. args.EnumerateArray().Select(Condition)] : []);

    static Argument Condition(JsonElement json) => new(
        json.GetProperty("index").GetInt32() is >= 0 and < 6 and var index ? index : throw new HullException($"a seccomp profile has an argument with the index {json.GetProperty("index")}: it is from 0 to 5"),
        s_comparisons.ContainsKey(json.GetProperty("op").GetString()!) ? json.GetProperty("op").GetString()! : throw new HullException($"a seccomp profile has the op \"{json.GetProperty("op")}\", which is none"),
        json.GetProperty("value").GetUInt64(),
        json.TryGetProperty("valueTwo", out var second) ? second.GetUInt64() : 0);

    static int Number(JsonElement json, string name, int otherwise) => json.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetInt32() : otherwise;

    static bool Concerns(JsonElement rule, IReadOnlyCollection<string> capabilities) =>
        Names(rule, "includes", "caps").All(capabilities.Contains) && !Names(rule, "excludes", "caps").Any(capabilities.Contains)
        && (Names(rule, "includes", "arches") is not { Count: > 0 } arches || arches.Contains("amd64") || arches.Contains("x86_64"))
        && !Names(rule, "excludes", "arches").Any(arch => arch is "amd64" or "x86_64");

    static List<string> Names(JsonElement rule, string side, string what) =>
        rule.TryGetProperty(side, out var conditions) && conditions.ValueKind == JsonValueKind.Object && conditions.TryGetProperty(what, out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
            : [];

    static string Known(string action) => Find(action, 0) is not null ? action : throw new HullException($"a seccomp profile has the action \"{action}\", which hull does not know");

    static SeccompAction? Find(string action, int errno) => action switch
    {
        "SCMP_ACT_ALLOW" => SeccompAction.Allow,
        "SCMP_ACT_ERRNO" => SeccompAction.Fail((Errno)errno),
        "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => SeccompAction.KillThread,
        "SCMP_ACT_KILL_PROCESS" => SeccompAction.KillProcess,
        "SCMP_ACT_TRAP" => SeccompAction.Trap,
        "SCMP_ACT_TRACE" => SeccompAction.Trace,
        "SCMP_ACT_LOG" => SeccompAction.Log,
        _ => null,
    };

    static readonly Dictionary<string, SeccompComparison> s_comparisons = new()
    {
        ["SCMP_CMP_EQ"] = SeccompComparison.Equal, ["SCMP_CMP_NE"] = SeccompComparison.NotEqual, ["SCMP_CMP_LT"] = SeccompComparison.Less,
        ["SCMP_CMP_LE"] = SeccompComparison.LessOrEqual, ["SCMP_CMP_GT"] = SeccompComparison.Greater, ["SCMP_CMP_GE"] = SeccompComparison.GreaterOrEqual,
        ["SCMP_CMP_MASKED_EQ"] = SeccompComparison.MaskedEqual,
    };

    /// <summary>The filter. Names that are no calls here, those of other architectures, say nothing.</summary>
    public BpfInstruction[] Compile()
    {
        var rules = from calls in Rules
                    from name in calls.Names
                    let number = SystemCalls.Find(name)
                    where number is not null
                    select new SeccompRule(number.Value, Find(calls.Action, calls.Errno)!.Value, [.. calls.Arguments.Select(Condition)]);
        return SeccompCompiler.Compile(rules, Find(DefaultAction, Errno)!.Value, SystemCalls.Last);
    }

    static SeccompCondition Condition(Argument argument) => s_comparisons[argument.Comparison] is SeccompComparison.MaskedEqual
        ? new(argument.Index, SeccompComparison.MaskedEqual, argument.Second, Mask: argument.Value)
        : new(argument.Index, s_comparisons[argument.Comparison], argument.Value);

    /// <summary>As it stands in a bundle, without conditions that are settled.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("defaultAction", DefaultAction);
        json.WriteNumber("defaultErrnoRet", Errno);
        json.WriteStartArray("architectures");
        json.WriteStringValue("SCMP_ARCH_X86_64");
        json.WriteEndArray();
        json.WriteStartArray("syscalls");
        foreach (var calls in Rules) Write(calls, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Calls calls, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("names");
        foreach (string name in calls.Names) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteString("action", calls.Action);
        if (calls.Action == "SCMP_ACT_ERRNO") json.WriteNumber("errnoRet", calls.Errno);
        json.WriteStartArray("args");
        foreach (var argument in calls.Arguments)
        {
            json.WriteStartObject();
            json.WriteNumber("index", argument.Index);
            json.WriteNumber("value", argument.Value);
            json.WriteNumber("valueTwo", argument.Second);
            json.WriteString("op", argument.Comparison);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
