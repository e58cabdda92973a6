using System.CommandLine;
using System.Text;
using Cli;
using Hull.Network;
using Linux;

namespace Hull.Commands.Networks;

/// <summary>hull network gc</summary>
internal static class NetworkGc
{
    public static Command Create()
    {
        var gc = new Verb("gc", "Has the plugins of all networks free what they hold for nobody any more. What lives is kept, whoever made it.", "hull network gc");
        gc.SetAction(_ =>
        {
            CommandLine.NeedRoot();
            foreach (var (network, gone) in NetworkGarbage.Collect())
                Stdio.WriteOutput(Encoding.UTF8.GetBytes($"{network}: {gone.ContainerId}:{gone.IfName}\n"));
            return 0;
        });
        return gc;
    }
}
