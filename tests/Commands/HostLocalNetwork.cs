using System.Text.Json;
using Xunit;

namespace Tests.Commands;

/// <summary>What the tests of host-local share: two configurations, our plugin and the reference's, and what they answer.</summary>
internal static class HostLocalNetwork
{
    public const string Leases = "/run/leases";
    public const string Folder = $"{Leases}/net";

    public static readonly PluginCall Ours = PluginCall.Ours("host-local");
    public static readonly PluginCall Reference = PluginCall.Reference("host-local");

    public static string Config(string ipam, string rest = "", string version = "1.0.0") =>
        $$"""{"cniVersion":"{{version}}","name":"net","ipam":{"type":"host-local","dataDir":"{{Leases}}",{{ipam}}}{{rest}}}""";

    public static readonly string Small = Config("""
        "subnet":"10.1.2.0/29"
        """);

    public static readonly string DualStack = Config("""
        "ranges":[[{"subnet":"10.1.2.0/24"}],[{"subnet":"fd00:1::/64","gateway":"fd00:1::fe"}]]
        """);

    public static string Ok(Outcome outcome) => outcome.ExitCode == 0 ? outcome.Out : throw new InvalidOperationException(outcome.ToString());

    public static string Refused(Outcome outcome)
    {
        Assert.Equal(1, outcome.ExitCode);
        return JsonDocument.Parse(outcome.Out).RootElement.GetProperty("msg").GetString()!;
    }

    public static string Address(Outcome outcome) =>
        JsonDocument.Parse(Ok(outcome)).RootElement.GetProperty("ips")[0].GetProperty("address").GetString()!;
}
