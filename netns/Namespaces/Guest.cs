using System.Globalization;
using Linux;

namespace Netctl.Namespaces;

/// <summary>A program that is to run in a namespace, and as what.</summary>
internal sealed class Guest(string[] command)
{
    /// <summary>USER[:GROUP]; null to stay what one is.</summary>
    public string? User { get; init; }

    /// <summary>NAME=VALUE each, beside those that netctl itself has.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    public string? Folder { get; init; }
    public bool WithSys { get; init; } = true;

    /// <summary>Becomes the program. Returns, with an exit code, only when that cannot be.</summary>
    public int Become(string namespaceName)
    {
        var identity = User is null ? null : Identity.Parse(User);   // by this /etc/passwd, before /etc/netns has another
        var environment = Environment(identity);
        using (var ns = Options.OpenNamespace(namespaceName))
            foreach (string problem in NamespaceSurroundings.Enter(ns, namespaceName, WithSys))
                Stdio.WriteError(problem);
        if (identity is not null) CurrentProcess.SetUser(identity.User, identity.Group, identity.Groups);
        if (Folder is not null) CurrentProcess.ChangeFolder(Folder);
        var failure = Execute(environment);
        Stdio.WriteError($"exec of \"{command[0]}\" failed: {failure.Errno.Text()}");
        return failure.Errno == Errno.NoEntry ? ExitCode.NotFound : ExitCode.CannotRun;
    }

    public static List<string> OwnEnvironment()
    {
        // The block as execve(2) left it: .NET would build a table of it.
        string block = SmallFile.Find("/proc/self/environ") ?? "";
        return [.. block.Split('\0', StringSplitOptions.RemoveEmptyEntries)];
    }

    List<string> Environment(Identity? identity)
    {
        var variables = OwnEnvironment();
        foreach (string variable in identity?.Variables ?? []) Set(variables, variable);
        foreach (string variable in Variables)
            Set(variables, variable.IndexOf('=') > 0 ? variable : throw new CommandFailure(ExitCode.Usage, $"--env {variable} is not understood: it reads NAME=VALUE."));
        return variables;
    }

    static void Set(List<string> variables, string variable)
    {
        string name = variable[..(variable.IndexOf('=') + 1)];
        variables.RemoveAll(other => other.StartsWith(name, StringComparison.Ordinal));
        variables.Add(variable);
    }

    // As execvp(3): the first of that name on PATH that can be run; one that is there but must not be run is what the user hears of.
    LinuxException Execute(List<string> environment)
    {
        CurrentProcess.ResetSignal(Signal.Pipe);   // .NET ignores it; what our caller had ignored, as nohup does, stays so
        LinuxException? worst = null;
        foreach (string path in FilesOf(command[0]))
        {
            var failure = CurrentProcess.Become(path, command, environment);
            if (failure.Errno == Errno.ExecFormat)   // a script that does not say for which shell
                return CurrentProcess.Become("/bin/sh", ["sh", path, .. command[1..]], environment);
            if (worst is null || failure.Errno is not (Errno.NoEntry or Errno.NotDirectory)) worst = failure;
        }
        return worst!;
    }

    static IEnumerable<string> FilesOf(string program)
    {
        if (program.Contains('/'))
        {
            yield return program;
            yield break;
        }
        foreach (string folder in (System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin").Split(':'))
            yield return $"{(folder == "" ? "." : folder)}/{program}";
    }

    /// <summary>A user and groups to become.</summary>
    sealed record Identity(uint User, uint Group, uint[] Groups, string[] Variables)
    {
        public static Identity Parse(string text)
        {
            string[] parts = text.Split(':', 2);
            var account = Account.Find(parts[0]);
            uint? number = account?.User ?? Number(parts[0]);
            uint? group = parts.Length < 2 ? account?.Group : Number(parts[1]) ?? Account.FindGroup(parts[1]);
            if (number is null)
                throw new CommandFailure(ExitCode.Own, $"--user {text}: /etc/passwd has no user \"{parts[0]}\"");
            if (group is null)
                throw new CommandFailure(ExitCode.Own, parts.Length < 2
                    ? $"--user {text}: /etc/passwd does not say in which group user {text} is: add one, as in {text}:{text}"
                    : $"--user {text}: /etc/group has no group \"{parts[1]}\"");
            return new(number.Value, group.Value, parts.Length < 2 && account is not null ? account.Groups() : [], account is null ? [] : VariablesOf(account));
        }

        // Those that login(1) and sudo(8) set.
        static string[] VariablesOf(Account account) => [$"USER={account.Name}", $"LOGNAME={account.Name}", $"HOME={account.Home}", $"SHELL={account.Shell}"];

        static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;
    }
}
