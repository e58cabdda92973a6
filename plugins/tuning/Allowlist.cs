using Cni;
using Linux;

namespace Plugins.Tuning;

/// <summary>The settings that the machine's owner lets networks change: a file of patterns, one a line, which a key has to have a match of somewhere.</summary>
internal static class Allowlist
{
    const string File = "/etc/cni/tuning/allowlist.conf";

    /// <summary>Throws when there is such a file and one of the keys, as the configuration spells it, is not in it.</summary>
    public static void Require(IReadOnlyList<SysctlSetting> sysctls)
    {
        if (sysctls.Count == 0 || SmallFile.Find(File) is not { } text)
            return;
        var lines = new List<string>();
        foreach (string line in text.Split('\n'))
            if (line.Trim() is { Length: > 0 } pattern)
                lines.Add(pattern);
        foreach (var sysctl in sysctls)
            if (!Has(lines, sysctl.Key))
                throw new CniError(CniErrorCode.InvalidConfig,
                    $"Sysctl {sysctl.Key} is not allowed. Only the following sysctls are allowed: [{string.Join(' ', lines)}]", $"{File} says so");
    }

    static bool Has(List<string> lines, string key)
    {
        foreach (string line in lines)
            try
            {
                if (Pattern.Parse(line).IsMatchIn(key))
                    return true;
            }
            catch (PatternException e)
            {
                throw new CniError(CniErrorCode.InvalidConfig, $"{File}: the pattern {line} cannot be used: {e.Message}");
            }
        return false;
    }
}
