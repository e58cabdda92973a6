using System.CommandLine;
using System.Text;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>hull gc</summary>
internal static class GcCommand
{
    public static Command Create()
    {
        var gc = new Command("gc", "Tidies up after monitors that were killed and after a restart of the machine; run, ps and rm do it too. Example: hull gc");
        gc.SetAction(_ =>
        {
            CommandLine.NeedRoot();
            foreach (string line in Garbage.Collect())
                Stdio.WriteOutput(Encoding.UTF8.GetBytes(line + "\n"));
            return 0;
        });
        return gc;
    }
}
