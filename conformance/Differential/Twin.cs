using System.Text.RegularExpressions;
using Tests;

namespace Conformance.Differential;

/// <summary>Runs a configuration with one make's plugins, on a machine of its own whose names are the other's: ADD, CHECK, DEL, DEL again.</summary>
internal static partial class Twin
{
    public static Observations Run(PluginFolder plugins, Configuration configuration)
    {
        var seen = new Observations();
        Lab.Run(lab => Run(lab, plugins, configuration, seen));
        return seen;
    }

    static void Run(Lab lab, PluginFolder plugins, Configuration configuration, Observations seen)
    {
        var at = new Attachee(Args: configuration.Text("args") ?? "");
        var env = configuration.Environment;
        string given = configuration.Network.ToJsonString() + at.Args;
        string Normal(string line) => Plain(line, given).Replace(plugins.Path, "CNI_PATH");
        lab.Namespace(at.Ns);
        if (configuration.Run["world"] is not null)
            World.Make(lab);
        if (configuration.Text("lan") is { } server)
            Lan.Make(lab, plugins, server);
        if (configuration.Text("needs") is { } needs)
            lab.Needs(needs, "ip link del br9");
        if (configuration.Text("before") is { } before)
            lab.Tool(before);
        if (configuration.Text("stdin") is { } stdin)
        {
            seen.AddOutcome("ADD", plugins.Call("ADD", $"{configuration.Network["type"]}", stdin, at, env), Normal);
            return;
        }

        var untouched = Machine.Look(lab, at.Ns, atSysctls: true);
        var (chain, added) = Chain.Of(configuration.Network).Add(plugins, at, env);
        seen.AddOutcome("ADD", added, Normal);
        if (added.ExitCode == 0)
        {
            Changes("", _ => true, atSysctls: true);
            Reach(lab, configuration, seen);
            seen.AddExit("CHECK", chain.Check(plugins, at, env));
        }
        else
            Changes("failed ADD left ", Machine.IsOfTheAttachment);

        seen.AddExit("DEL", chain.Del(plugins, at, env));
        Changes("left ", Machine.IsOfTheAttachment);
        seen.AddExit("DEL again", chain.Del(plugins, at, env));
        if (configuration.Run["status"] is not null)
            seen.AddOutcome("STATUS", chain.Status(plugins), Normal);

        void Changes(string when, Func<string, bool> matters, bool atSysctls = false)
        {
            foreach (var (subject, lines) in Machine.Look(lab, at.Ns, atSysctls))
            {
                if (subject == "host firewall" && when == "")
                    continue;   // whose rules are where is each make's own affair, as long as packets go the same ways
                string[] was = [.. untouched[subject].Select(Normal)], now = [.. lines.Select(Normal)];
                seen.Add(when + subject, now.Except(was).Concat(was.Except(now).Select(line => $"no longer {line}")).Where(matters).Order(StringComparer.Ordinal));
            }
        }
    }

    static void Reach(Lab lab, Configuration configuration, Observations seen)
    {
        foreach (string way in configuration.Texts("ping"))
            seen.Add($"ping {way}", World.Ping(lab, way));
        if (configuration.Run["tcp"] is null && configuration.Run["udp"] is null)
            return;
        using var server = new Responder(lab.Namespace("pod"));
        foreach (string way in configuration.Texts("tcp"))
            seen.Add($"tcp {way}", World.Ask(lab, way, udp: false));
        foreach (string way in configuration.Texts("udp"))
            seen.Add($"udp {way}", World.Ask(lab, way, udp: true));
    }

    // What is random, or numbered by chance; not what the configuration itself says.
    static string Plain(string line, string given)
    {
        line = Mac().Replace(line, found => found.Value is "00:00:00:00:00:00" or "ff:ff:ff:ff:ff:ff" || given.Contains(found.Value) ? found.Value : "MAC");
        return Veth().Replace(line, "VETH");
    }

    [GeneratedRegex("[0-9a-f]{2}(:[0-9a-f]{2}){5}")]
    private static partial Regex Mac();

    [GeneratedRegex("veth[0-9a-f]{8}")]
    private static partial Regex Veth();
}
