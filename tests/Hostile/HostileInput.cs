using System.Text;
using Plugins;

namespace Tests.Hostile;

/// <summary>
/// One call of a plugin as no runtime would make it. Most are refused before anything is done; a few do the plugin's real work, within a lab
/// whose files can be written only where leases and the like belong.
/// </summary>
internal sealed record HostileInput(IReadOnlyDictionary<string, string> Environment, byte[] Stdin)
{
    /// <summary>All that is writable. Plugins' own folders are below.</summary>
    const string Writable = "/run/d";

    const string PluginFolder = "/run/plugins";

    static readonly string[] s_verbs = ["ADD", "ADD", "ADD", "DEL", "DEL", "CHECK", "GC", "STATUS"];

    static readonly string[] s_namespaces =
    [
        "/run/netns/none", "/run/netns/none", "/run/netns/stale", "/proc/thread-self/ns/net", "/run", "none", "", "/run/netns/../netns/none",
        "/run/netns/\u00e9",
    ];

    static readonly string[] s_containers =
    [
        "c1", "c2", "c3", new('c', 64), new('c', 300), "../../x", "a/b", "..", "", "-x", "c 1", "c\n1", "\u00e9", "default-t1", "c1:eth0",
    ];

    static readonly string[] s_interfaces =
    [
        "eth0", "eth0", "lo", "eth1", "0123456789abcde", "0123456789abcdef", "..", ".", "a/b", "a b", "", "\u00e9\u00e9", "%s%n", "eth0.100",
        "../eth0",
    ];

    static readonly string[] s_args =
    [
        "", "IP=10.1.2.9", "IgnoreUnknown=1;K8S_POD_NAME=p", "IP=", "IP=x", "IP=10.1.2.0/24", "MAC=02:00:00:00:00:09", "MAC=zz", ";", "=", "A", "A=B=C",
        "IP=10.1.2.8;IP=10.1.2.7",
        "IP=::ffff:10.1.2.3", "IP=255.255.255.255", "GATEWAY=10.1.2.1", "IP=10.1.2.9/24,fd00:1::9/64", "../=../", "IP=10.1.2.999", "MAC=\u00e9",
    ];

    static readonly string[] s_paths =
    [
        PluginFolder, PluginFolder, PluginFolder, "", ":", "/nonexistent", "relative", $"{PluginFolder}:/run", "/run/d/../plugins",
        $"::{PluginFolder}:",
    ];

    /// <summary>A lab for any number of them.</summary>
    public static void Prepare(Lab lab)
    {
        lab.Namespace("pod");
        lab.In("pod", "ip link set lo up");
        lab.Tool($"""
            : >/run/netns/stale
            mkdir -p {PluginFolder} {Writable} /run/cni
            for name in {string.Join(' ', Catalog.Names)}; do ln -s /proc/{System.Environment.ProcessId}/exe {PluginFolder}/$name; done
            mount -t tmpfs lab {Writable}; mount -t tmpfs lab /run/cni
            mount --bind / / && mount -o remount,bind,ro /
            """);
    }

    public string? Variable(string name) => Environment.GetValueOrDefault(name);

    public static HostileInput Make(Random random, string plugin)
    {
        string verb = random.Next(200) == 0 ? Pick(random, ["VERSION", "FOO", "add", "ADD\n", "\u00e9"]) : Pick(random, s_verbs);
        var environment = new Dictionary<string, string>
        {
            ["CNI_COMMAND"] = verb,
            ["CNI_CONTAINERID"] = Mostly(random, s_containers),
            ["CNI_NETNS"] = random.Next(Templates.MakesLinks(plugin) ? 400 : 20) == 0 ? "/run/netns/pod" : Mostly(random, s_namespaces),
            ["CNI_IFNAME"] = Mostly(random, s_interfaces),
            ["CNI_ARGS"] = Mostly(random, s_args),
            ["CNI_PATH"] = Mostly(random, s_paths),
        };
        if (random.Next(50) == 0)
            environment.Remove(Pick(random, [.. environment.Keys.Skip(1)]));
        return new(environment, Json(random, plugin, verb));
    }

    static byte[] Json(Random random, string plugin, string verb)
    {
        string text = Templates.For(random, plugin, verb);
        for (int i = random.Next(5); i > 0; i--)
            text = JsonMutation.Change(random, text);
        var bytes = Encoding.UTF8.GetBytes(text);
        // Where files go is changed by whole values only, so that what is written can be told from what must not be.
        return random.Next(5) == 0 && !text.Contains("Dir", StringComparison.OrdinalIgnoreCase) ? RawMutation.Change(random, bytes) : bytes;
    }

    public static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    // The first is what a runtime would send.
    static string Mostly(Random random, string[] from) => random.Next(8) == 0 ? Pick(random, from) : from[0];

    /// <summary>Files where none belongs, after all of them.</summary>
    public static IEnumerable<string> StrayFiles() =>
        ((string[])[Writable, "/var/lib/cni", "/run/cni"]).SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
        .Where(path => !Templates.MayBe(path));

    public override string ToString() =>
        $"{string.Join(' ', Environment.Select(variable => $"{variable.Key}={variable.Value}"))}\n{Encoding.Latin1.GetString(Stdin, 0, Math.Min(Stdin.Length, 4000))}";
}
