using System.CommandLine;

namespace Hull.Commands.Help;

/// <summary>hull man: writes hull(8), for build.sh, out of the same tree of commands that reads command lines.</summary>
internal static class ManCommand
{
    public static Command Create() => new Command("man", "Writes the manual page. Example: hull man >hull.8").DoingForAll(_ =>
    {
        ImageWork.Print(ManPage.Of(CommandLine.Tree()));
        return 0;
    });
}
