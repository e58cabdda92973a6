using System.CommandLine;
using System.Text;
using Cli;
using Hull.Containers;
using Hull.Images;
using Hull.Network;
using Linux;

namespace Hull.Commands;

/// <summary>hull gc</summary>
internal static class GcCommand
{
    public static Command Create()
    {
        var gc = new Verb("gc",
            "Tidies up after monitors that were killed and after a restart of the machine (run, ps and rm do that too), frees what hull's networks hold for nobody any more, and removes the unused bridge.", "hull gc");
        gc.SetAction(_ =>
        {
            CommandLine.NeedRoot();
            foreach (string line in (string[])[.. Garbage.Collect(), .. ImageStore.Collect()])
                Stdio.WriteOutput(Encoding.UTF8.GetBytes(line + "\n"));
            foreach (var (network, gone) in NetworkGarbage.CollectOwn())
                Stdio.WriteOutput(Encoding.UTF8.GetBytes($"{network}: {gone.ContainerId}:{gone.IfName}\n"));
            Cgroup.Named(Container.DefaultCgroupParent).DeleteIfEmpty();   // the next container makes it anew
            if (DefaultNetwork.RemoveUnusedBridge())
                Stdio.WriteOutput("removed the bridge of network hull, which nothing used\n"u8);
            return 0;
        });
        return gc;
    }
}
