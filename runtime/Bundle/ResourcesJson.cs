using System.Text.Json;
using Linux;

namespace Hull.Bundle;

/// <summary>Limits as config.json has them: for all processes together in linux.resources, for each in process.rlimits and process.oomScoreAdj.</summary>
internal static class ResourcesJson
{
    // Hull's own member of linux.resources.cpu, for inspect.
    const string NanoCpus = "nanoCpus";

    /// <summary>Into an object that is open.</summary>
    public static void Write(Utf8JsonWriter json, CgroupLimits limits)
    {
        WriteObject(json, "memory", ("limit", limits.Memory), ("swap", limits.MemoryAndSwap), ("reservation", limits.MemoryReservation), ("swappiness", limits.Swappiness),
            ("disableOOMKiller", limits.OomKillDisable));
        WriteObject(json, "cpu", ("shares", (long?)limits.CpuShares), ("period", (long?)limits.CpuPeriod), ("quota", limits.CpuQuota), (NanoCpus, limits.NanoCpus), ("cpus", limits.Cpus), ("mems", limits.MemoryNodes));
        WriteObject(json, "pids", ("limit", limits.Pids));
        WriteObject(json, "blockIO", ("weight", limits.BlockWeight));
    }

    static void WriteObject(Utf8JsonWriter json, string name, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        bool any = false;
        foreach (var (member, value) in members)
        {
            if (value is null)
                continue;
            if (!any)
                json.WriteStartObject(name);
            any = true;
            if (value is string text)
                json.WriteString(member, text);
            else if (value is bool flag)
                json.WriteBoolean(member, flag);
            else
                json.WriteNumber(member, Convert.ToInt64(value));
        }
        if (any)
            json.WriteEndObject();
    }

    public static CgroupLimits Read(JsonElement resources) => new()
    {
        Memory = Number(resources, "memory", "limit"),
        MemoryAndSwap = Number(resources, "memory", "swap"),
        MemoryReservation = Number(resources, "memory", "reservation"),
        Swappiness = (int?)Number(resources, "memory", "swappiness"),
        OomKillDisable = Find(resources, "memory", "disableOOMKiller") is { } disable ? disable.GetBoolean() : null,
        CpuShares = (ulong?)Number(resources, "cpu", "shares"),
        CpuPeriod = (ulong?)Number(resources, "cpu", "period"),
        CpuQuota = Number(resources, "cpu", "quota"),
        NanoCpus = Number(resources, "cpu", NanoCpus),
        Cpus = Find(resources, "cpu", "cpus")?.GetString(),
        MemoryNodes = Find(resources, "cpu", "mems")?.GetString(),
        Pids = Number(resources, "pids", "limit"),
        BlockWeight = (ushort?)Number(resources, "blockIO", "weight"),
    };

    static long? Number(JsonElement resources, string part, string name) => Find(resources, part, name)?.GetInt64();

    static JsonElement? Find(JsonElement resources, string part, string name) =>
        resources.ValueKind == JsonValueKind.Object && resources.TryGetProperty(part, out var inner) && inner.TryGetProperty(name, out var found) ? found : null;

    public static void Write(Utf8JsonWriter json, ProcessConfig process)
    {
        if (process.OomScoreAdj is { } score)
            json.WriteNumber("oomScoreAdj", score);
        if (process.Rlimits.Count == 0)
            return;
        json.WriteStartArray("rlimits");
        foreach (var limit in process.Rlimits)
        {
            json.WriteStartObject();
            json.WriteString("type", limit.Name);
            json.WriteNumber("soft", limit.Soft);
            json.WriteNumber("hard", limit.Hard);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static int? OomScoreAdj(JsonElement process) => process.TryGetProperty("oomScoreAdj", out var score) ? score.GetInt32() : null;

    public static IReadOnlyList<ResourceLimit> Rlimits(JsonElement process) => process.TryGetProperty("rlimits", out var limits)
        ? [.. limits.EnumerateArray().Select(one => new ResourceLimit(one.GetProperty("type").GetString()!, one.GetProperty("soft").GetUInt64(), one.GetProperty("hard").GetUInt64()))]
        : [];
}
