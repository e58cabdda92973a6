using System.CommandLine;
using System.Text;
using Cli;
using Hull.Archives;
using Hull.Images;
using Linux;

namespace Hull.Commands;

/// <summary>What the commands about images have in common: they need root, and their failures end with 1, as docker's do.</summary>
internal static class ImageWork
{
    public static readonly string NameHelp = "NAME[:TAG], an id, or the beginning of an id.";

    /// <summary>Makes a command of its work.</summary>
    public static Command Doing(this Command command, Func<ParseResult, int> work)
    {
        command.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            return Attempt(() => work(parsed));
        });
        return command;
    }

    /// <summary>The same for what needs no root.</summary>
    public static Command DoingForAll(this Command command, Func<ParseResult, int> work)
    {
        command.SetAction(parsed => Attempt(() => work(parsed)));
        return command;
    }

    static int Attempt(Func<int> work) => Refusal.Attempt(work, CommandLine.Prefix,
        e => e is LinuxException or IOException or ArchiveException or HullException ? new HullException(e.Message, exitCode: 1) : null);

    public static void Print(string text) => Stdio.WriteOutput(Encoding.UTF8.GetBytes(text));

    /// <summary>The platform that is asked for, or this machine's.</summary>
    public static Platform Platform(string? asked) => asked is null ? Images.Platform.Own : Images.Platform.Parse(asked);
}
