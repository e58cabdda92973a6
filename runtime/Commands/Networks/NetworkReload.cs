using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Network;

namespace Hull.Commands.Networks;

/// <summary>hull network reload</summary>
internal static class NetworkReload
{
    public static Command Create()
    {
        var all = new Option<bool>("--all", "-a") { Description = "All that run." };
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.ZeroOrMore, Description = "Names or ids." };
        var reload = new Verb("reload", """
            Makes containers' networks anew, with the addresses that they have: after somebody flushed the firewall, or the bridge. Connections go on.
            Example: hull network reload --all
            """) { all, names };
        reload.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            string[] named = parsed.GetValue(all)
                ? [.. AllContainers.List().Where(container => ContainerStatus.Of(container).IsAlive).Select(container => container.Name)]
                : parsed.GetValue(names) ?? [];
            if (named.Length == 0 && !parsed.GetValue(all))
                throw new HullException("reload needs a container, or --all; see hull network reload --help");
            return EachOf.Do(named, name => LiveNetwork.Reload(AllContainers.Get(name)));
        });
        return reload;
    }
}
