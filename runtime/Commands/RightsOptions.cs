using System.CommandLine;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>What run can be told about a container's rights.</summary>
internal static class RightsOptions
{
    static readonly Option<string[]> s_add = new("--cap-add") { Description = "A capability more than usual, such as NET_RAW for ping, or ALL." };
    static readonly Option<string[]> s_drop = new("--cap-drop") { Description = "A capability less than usual, or ALL." };
    static readonly Option<bool> s_privileged = new("--privileged") { Description = "All rights that root has here." };
    static readonly Option<string[]> s_security = new("--security-opt")
    {
        Description = "seccomp=FILE for a profile in docker's format, seccomp=unconfined for none; no-new-privileges=false to let setuid programs work, systempaths=unconfined to hide nothing of /proc and /sys.",
    };
    static readonly Option<bool> s_readOnly = new("--read-only") { Description = "Nothing writes to its root file system." };

    public static IReadOnlyList<Option> AllOptions => [s_add, s_drop, s_privileged, s_security, s_readOnly];

    public static Rights Rights(ParseResult parsed)
    {
        var rights = new Rights
        {
            Added = [.. (parsed.GetValue(s_add) ?? []).Select(given => CapabilityName("--cap-add", given))],
            Dropped = [.. (parsed.GetValue(s_drop) ?? []).Select(given => CapabilityName("--cap-drop", given))],
            IsPrivileged = parsed.GetValue(s_privileged),
            ReadOnlyRoot = parsed.GetValue(s_readOnly),
        };
        foreach (string option in parsed.GetValue(s_security) ?? [])
            rights = option.Split(['=', ':'], 2) switch
            {
                ["seccomp", var profile] when profile != "" => rights with { Seccomp = profile },
                ["no-new-privileges"] or ["no-new-privileges", "true"] => rights with { NoNewPrivileges = true },
                ["no-new-privileges", "false"] => rights with { NoNewPrivileges = false },
                ["systempaths", "unconfined"] => rights with { SystemPathsUnconfined = true },
                _ => throw new HullException($"--security-opt {option} is not understood: it reads seccomp=FILE, seccomp=unconfined, systempaths=unconfined or no-new-privileges=true|false"),
            };
        return rights;
    }

    static string CapabilityName(string option, string given)
    {
        string name = given.ToUpperInvariant();
        if (name == Containers.Rights.All)
            return name;
        name = name.StartsWith("CAP_", StringComparison.Ordinal) ? name : $"CAP_{name}";
        return Capabilities.Find(name) is null ? throw new HullException($"there is no capability {given} for {option}; see capabilities(7)") : name;
    }
}
