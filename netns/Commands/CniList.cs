using System.CommandLine;
using Cli;
using Cni;
using Linux;
using Netctl.Listings;

namespace Netctl.Commands;

/// <summary>netctl cni list: the networks there are and what is attached to them.</summary>
internal static class CniList
{
    public static Command Create()
    {
        var list = new Verb("list", "Lists the networks and, below each, what is attached to it.", [.. CniCommand.Demo, "netctl cni list"]);
        list.Aliases.Add("ls");
        list.SetAction(parsed => CniSurroundings.Do(() => Show(parsed.Modes())));
        return list;
    }

    static void Show(OutputModes modes)
    {
        var runtime = CniSurroundings.Runtime();
        var networks = NetworkList.LoadAll(CniSurroundings.NetworkFolder, out var broken);
        var to = new Listing(modes);
        foreach (var network in networks)
            using (to.Item())
            {
                to.Put("name", network.Name, network.Name);
                to.Put("cniVersion", network.CniVersion.ToString(), $" {network.CniVersion}");
                var plugins = network.Plugins.Select(plugin => plugin.Type);
                to.Put("plugins", plugins, $" {string.Join(',', plugins)}");
                to.EndLine();
                using (to.List("attachments"))
                    foreach (var cached in runtime.Attachments(network.Name))
                        Put(to, cached);
            }
        to.Print();
        foreach (string problem in broken)
            Stdio.WriteError(problem);
    }

    static void Put(Listing to, CachedAttachment cached)
    {
        using var item = to.Item();
        var at = cached.Attachment;
        to.Put("containerID", at.ContainerId, $"    {at.ContainerId}");
        to.Put("ifname", at.IfName, $":{at.IfName}");
        var addresses = (cached.Result?.Ips ?? []).Select(ip => ip.Address.ToString());
        to.Put("addresses", addresses, string.Concat(addresses.Select(address => $" {address}")));
        to.Put("netns", at.NetNs, $" in {at.NetNs}");
        if (!CniSurroundings.IsAlive(cached))
            to.Put("gone", true, " (gone)");
        to.EndLine();
    }
}
