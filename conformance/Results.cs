using System.Text.Json.Nodes;
using Tests;
using Xunit;

namespace Conformance;

/// <summary>Compares a result of ours with the reference's.</summary>
internal static class Results
{
    // What older reference plugins leave out: the MTU of a bridge, the version of loopback's address in 0.x results.
    static readonly string[] s_oursMayAdd = ["mtu", "version"];

    public static void AssertSame(JsonNode theirs, JsonNode ours)
    {
        DropEmptyDns(theirs);
        DropEmptyDns(ours);
        DropAdditions(theirs, ours);
        Assert.Equal(Json.Canonical(WithoutRandom(theirs)), Json.Canonical(WithoutRandom(ours)));
    }

    // Old plugins write "dns": {} in every version, new ones in 0.x only.
    static void DropEmptyDns(JsonNode result)
    {
        if (result["dns"] is JsonObject { Count: 0 }) result.AsObject().Remove("dns");
    }

    static void DropAdditions(JsonNode? theirs, JsonNode? ours)
    {
        if (theirs is JsonArray theirList && ours is JsonArray ourList)
            foreach (var (their, our) in theirList.Zip(ourList)) DropAdditions(their, our);
        if (theirs is not JsonObject theirObject || ours is not JsonObject ourObject) return;
        foreach (string key in s_oursMayAdd)
            if (!theirObject.ContainsKey(key)) ourObject.Remove(key);
        foreach (var (key, value) in theirObject) DropAdditions(value, ourObject[key]);
    }

    static JsonNode WithoutRandom(JsonNode result)
    {
        foreach (var link in result["interfaces"]?.AsArray() ?? [])
        {
            if (link!["mac"] is JsonValue mac && mac.GetValue<string>() != "00:00:00:00:00:00") link["mac"] = "MAC";
            if (link["name"]!.GetValue<string>().StartsWith("veth")) link["name"] = "VETH";
        }
        return result;
    }
}
