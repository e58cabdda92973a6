using Linux;
using Netctl;
using Netlink;

try
{
    var parsed = CommandLine.Parse(args);
    if (parsed.UnmatchedTokens is [var stray, ..])
        throw new CommandFailure(ExitCode.Usage, $"\"{stray}\" is not understood here. See netctl --help.");
    if (parsed.Errors.Count > 0)
        throw new CommandFailure(ExitCode.Usage, $"{parsed.Errors[0].Message} See netctl --help.");
    return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (CommandFailure e)
{
    return Fail(e.ExitCode, e.Message);
}
catch (ArgumentException e)   // a name that cannot be one
{
    return Fail(ExitCode.Usage, e.Message);
}
catch (LinuxException e) when (e.Errno == Errno.BrokenPipe)
{
    return ExitCode.Own;   // whoever reads our output has seen enough
}
catch (LinuxException e)
{
    bool wantsRoot = e.Errno is Errno.NotPermitted or Errno.Access && !Environment.IsPrivilegedProcess;
    return Fail(e is NetlinkException ? ExitCode.Kernel : ExitCode.Own, wantsRoot ? $"{e.Message}: this needs root" : e.Message);
}

static int Fail(int exitCode, string sentence)
{
    Stdio.WriteError(sentence);
    return exitCode;
}
