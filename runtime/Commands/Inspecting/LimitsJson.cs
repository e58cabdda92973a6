using System.Text.Json.Nodes;
using Hull.Bundle;
using Linux;

namespace Hull.Commands.Inspecting;

/// <summary>How much of the machine a container may use; 0 where docker has 0 for "all of it".</summary>
internal static class LimitsJson
{
    public static void AddTo(JsonObject json, BundleConfig? bundle)
    {
        var limits = bundle?.Limits ?? new();
        string? parent = bundle is null ? null : Path.GetDirectoryName(bundle.CgroupsPath);
        json["CgroupParent"] = parent is null or "/" ? "" : parent;
        json["CpuShares"] = limits.CpuShares ?? 0;
        json["Memory"] = limits.Memory ?? 0;
        json["NanoCpus"] = limits.NanoCpus ?? 0;
        json["BlkioWeight"] = limits.BlockWeight ?? 0;
        json["CpuPeriod"] = limits.NanoCpus is null ? limits.CpuPeriod ?? 0 : 0;   // as docker has it, which knows one or the other
        json["CpuQuota"] = limits.NanoCpus is null ? limits.CpuQuota ?? 0 : 0;
        json["CpusetCpus"] = limits.Cpus ?? "";
        json["CpusetMems"] = limits.MemoryNodes ?? "";
        json["MemoryReservation"] = limits.MemoryReservation ?? 0;
        json["MemorySwap"] = limits.MemoryAndSwap ?? 0;
        json["MemorySwappiness"] = limits.Swappiness;
        json["OomKillDisable"] = limits.OomKillDisable ?? false;
        json["OomScoreAdj"] = bundle?.Process.OomScoreAdj ?? 0;
        json["PidsLimit"] = limits.Pids;
        json["Ulimits"] = Ulimits(bundle?.Process.Rlimits ?? []);
    }

    static JsonArray Ulimits(IReadOnlyList<ResourceLimit> limits)
    {
        var list = new JsonArray();
        foreach (var limit in limits)
            list.Add((JsonNode)new JsonObject { ["Name"] = limit.Name.Replace("RLIMIT_", "").ToLowerInvariant(), ["Hard"] = Number(limit.Hard), ["Soft"] = Number(limit.Soft) });
        return list;
    }

    // Docker's for "no limit".
    static long Number(ulong limit) => limit == ResourceLimit.Unlimited ? -1 : (long)limit;
}
