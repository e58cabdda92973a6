using System.Text.Json;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>A pod for tuning to tune.</summary>
internal static class TunedPod
{
    public static string Config(string keys, string version = "1.0.0") => $$"""{"cniVersion":"{{version}}","name":"net","type":"tuning",{{keys}}"dns":{} }""";

    public static string Chained(string keys, string ifName = "eth0") => With(Config(keys), $$"""
        {"cniVersion":"1.0.0","interfaces":[{"name":"{{ifName}}","mac":"02:00:00:00:00:aa"},{"name":"{{ifName}}","mac":"02:00:00:00:00:01","mtu":1500,"sandbox":"/run/netns/pod"}],"ips":[] }
        """);

    /// <summary>A pod whose link is another plugin's affair.</summary>
    public static void MakeLink(Lab lab, string ifName = "eth0")
    {
        lab.Namespace("pod");
        lab.Tool($"ip link add host0 type veth peer name {ifName} address 02:00:00:00:00:01 netns pod; ip link set host0 up");
        lab.In("pod", $"ip link set {ifName} up");
    }

    public static PluginCall Tuning => Call("tuning", "pod");

    public static string Link(Lab lab, string ifName = "eth0") => lab.In("pod", $"ip -j link show {ifName}");

    /// <summary>The link's settings in a line.</summary>
    public static string Describe(Lab lab)
    {
        var link = JsonDocument.Parse(Link(lab)).RootElement[0];
        var flags = link.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()).Where(flag => flag is "PROMISC" or "ALLMULTI");
        return $"{link.GetProperty("address")} mtu {link.GetProperty("mtu")} qlen {link.GetProperty("txqlen")} {string.Join(' ', flags)}".TrimEnd();
    }

    /// <summary>A setting of the pod's network.</summary>
    public static string Sysctl(Lab lab, string path) => lab.In("pod", $"cat /proc/sys/net/{path}");
}
