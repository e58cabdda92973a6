namespace Tests.Commands;

/// <summary>A plugin called as a runtime calls it: by its environment and its standard input. The reference's are Debian's containernetworking-plugins.</summary>
internal sealed record PluginCall(string Binary)
{
    public static PluginCall Ours(string name) => new(Binaries.Plugin(name));
    public static PluginCall Reference(string name) => new($"/usr/lib/cni/{name}");

    public string Container { get; init; } = "c1";
    public string IfName { get; init; } = "eth0";
    public string NetNs { get; init; } = "/run/netns/none";
    public string Args { get; init; } = "";

    public Outcome Add(Lab lab, string config) => Run(lab, "ADD", config);
    public Outcome Del(Lab lab, string config) => Run(lab, "DEL", config);
    public Outcome Check(Lab lab, string config) => Run(lab, "CHECK", config);

    public Outcome Run(Lab lab, string command, string config) => lab.Try($"exec {Binary}", config,
        ("CNI_COMMAND", command), ("CNI_CONTAINERID", Container), ("CNI_IFNAME", IfName), ("CNI_NETNS", NetNs), ("CNI_ARGS", Args),
        ("CNI_PATH", Path.GetDirectoryName(Binary)!));
}
