using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Text;
using Cli;
using Linux;
using Netctl.Tree;
using Netlink;

namespace Netctl;

/// <summary>One call of netctl, or one line of a batch: from its words to an exit code.</summary>
internal static class Call
{
    public static int Run(IReadOnlyList<string> words)
    {
        int exitCode = Attempt(() => CommandLine.DoPlain([.. words]) ?? Do(CommandLine.Parse(words), words));
        // cnitool has one code for all that fails, and so has what takes its place.
        return exitCode == ExitCode.Usage && words.FirstOrDefault(word => !word.StartsWith('-')) == "cni" ? ExitCode.Own : exitCode;
    }

    /// <summary>Does some work; what it throws becomes a sentence on standard error and an exit code.</summary>
    public static int Attempt(Func<int> work) => Refusal.Attempt(work, prefix: "", RefusalOf);

    static CommandFailure? RefusalOf(Exception e) => e switch
    {
        ArgumentException => new(ExitCode.Usage, e.Message),   // a name that cannot be one
        LinuxException { Errno: Errno.BrokenPipe } => new(ExitCode.Own, ""),   // whoever reads our output has seen enough
        LinuxException refusal => new(refusal is NetlinkException ? ExitCode.Kernel : ExitCode.Own, refusal.Message + Lacking(refusal)),
        _ => null,
    };

    // What a refusal for want of rights is about. Root in a container often lacks the capability that networks, or namespaces and mounts, take.
    static string Lacking(LinuxException refusal)
    {
        if (refusal.Errno is not (Errno.NotPermitted or Errno.Access))
            return "";
        if (!CurrentProcess.IsRoot)
            return ": this needs root";
        var (capability, name) = refusal is NetlinkException ? (Capability.NetAdmin, "CAP_NET_ADMIN") : (Capability.SysAdmin, "CAP_SYS_ADMIN");
        return Capabilities.Has(capability) ? "" : $": this needs {name}, which this root has not";
    }

    static int Do(ParseResult parsed, IReadOnlyList<string> words)
    {
        var command = parsed.CommandResult.Command;
        bool isRoot = command.Parents.FirstOrDefault() is null;
        if (parsed.WantsHelp())
            return Print(HelpText.Of(isRoot ? CommandLine.Tree() : command));
        if (parsed.WantsVersion())
            return Print($"netctl {Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion}\n");
        if (parsed.UnmatchedTokens is [var stray, ..])
            throw new CommandFailure(ExitCode.Usage, $"\"{stray}\" is not understood here. See netctl --help.");
        if (isRoot && parsed.Batch() is { } file)
            return Tree.Batch.Run(file, words, parsed.Force());
        if (isRoot)
            return FailWithHelp();
        if (parsed.Errors.Count > 0)
            throw new CommandFailure(ExitCode.Usage, $"{parsed.Errors[0].Message} See netctl --help.");
        if (parsed.Action is SynchronousCommandLineAction action)
            return action.Invoke(parsed);
        throw new CommandFailure(ExitCode.Usage, $"{CommandTree.PathOf(command)} wants one of its commands: see {CommandTree.PathOf(command)} --help.");
    }

    static int FailWithHelp()
    {
        Stdio.WriteError(HelpText.Of(CommandLine.Tree()).TrimEnd('\n'));
        return ExitCode.Usage;
    }

    static int Print(string text)
    {
        Stdio.WriteOutput(Encoding.UTF8.GetBytes(text));
        return ExitCode.Ok;
    }
}
