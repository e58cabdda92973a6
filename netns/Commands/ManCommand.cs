using System.CommandLine;
using System.Text;
using Linux;
using Netctl.Tree;

namespace Netctl.Commands;

/// <summary>netctl man: writes netctl(8), for build.sh, out of the same tree of commands that reads command lines.</summary>
internal static class ManCommand
{
    public static Command Create()
    {
        var man = new Verb("man", "Writes the manual page.", "netctl man >netctl.8");
        man.SetAction(_ =>
        {
            Stdio.WriteOutput(Encoding.UTF8.GetBytes(ManPage.Of(CommandLine.Tree())));
            return ExitCode.Ok;
        });
        return man;
    }
}
