using System.CommandLine;
using Cli;
using Cni;
using Hull.Containers;
using Hull.Network;
using Linux;

namespace Hull.Commands.Networks;

/// <summary>hull network check</summary>
internal static class NetworkCheck
{
    public static Command Create()
    {
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.ZeroOrMore, Description = "Names or ids; all that run without." };
        var check = new Verb("check", "Has the plugins look whether containers' networks are as they made them; exits with 1 when something is missing.", "hull network check") { names };
        check.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var containers = parsed.GetValue(names) is { Length: > 0 } named ? named.Select(AllContainers.Get) : AllContainers.List();
            int problems = 0;
            foreach (var container in containers.Where(container => ContainerStatus.Of(container).IsAlive))
                foreach (var use in new NetworkFiles(container).All())
                    problems += Check(container, use);
            return problems == 0 ? 0 : 1;
        });
        return check;
    }

    static int Check(Container container, NetworkUse use)
    {
        try
        {
            ContainerNetwork.Check(container, use);
            return 0;
        }
        catch (CniError e)
        {
            Stdio.WriteError($"hull: {container.Name} in network {use.Network}: {e.Message}{(e.Details == "" ? "" : $" ({e.Details})")}; `hull network reload {container.Name}` makes it anew");
            return 1;
        }
    }
}
