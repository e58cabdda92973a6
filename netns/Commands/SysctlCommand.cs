using System.CommandLine;
using Cli;
using Linux;
using Netctl.Listings;

namespace Netctl.Commands;

/// <summary>netctl sysctl: the kernel's settings below net, of which each namespace has its own.</summary>
internal static class SysctlCommand
{
    const string Below = "net/";

    public static Command Create()
    {
        var keys = new Argument<string[]>("key") { Arity = ArgumentArity.ZeroOrMore, HelpName = "KEY[=VALUE]", Description = "A setting, a folder of them or a pattern; with a value, what to set it to." };
        var sysctl = new Verb("sysctl", """
            Shows and changes the kernel's settings of a namespace: those below net.

            A key has dots or slashes; after the first of one kind the other is part of a name: net.ipv4.conf.eth0/100.forwarding and net/ipv4/conf/eth0.100/forwarding are the same.
            A folder means all that is in it, and * and ? match as in a shell; without any key all of net is shown.
            """, "netctl sysctl net.ipv4.ip_forward", "netctl sysctl net.ipv4.conf.*.rp_filter", "netctl sysctl net.ipv4.ip_forward=1") { keys };
        sysctl.SetAction(parsed => parsed.Visit(() => Run(parsed, parsed.GetValue(keys) ?? [])));
        return sysctl;
    }

    // What is wrong of one key is found before another is changed.
    static int Run(ParseResult parsed, string[] keys)
    {
        var meant = (keys.Length == 0 ? ["net"] : keys).Select(Setting.Parse).ToList();
        var found = meant.ConvertAll(setting => Matching(setting, isNamespaces: parsed.Netns() is not null));
        var to = new Listing(parsed.Modes());
        for (int i = 0; i < meant.Count; i++)
            foreach (string path in found[i])
                if (meant[i].Value is { } value) Set(to, path, value);
                else Show(to, path, isOne: found[i].Count == 1);
        return to.Print();
    }

    static List<string> Matching(Setting setting, bool isNamespaces)
    {
        if (isNamespaces && setting.Path != "net" && !setting.Path.StartsWith(Below, StringComparison.Ordinal))
            throw new CommandFailure(ExitCode.Own, $"{setting.Name} is the whole machine's, not a namespace's: only what is below net is.");
        var found = setting.Matching();
        if (found.Count == 0) throw new CommandFailure(ExitCode.Own, $"There is no setting {setting.Name}: nothing is at /proc/sys/{setting.Path}.");
        if (setting.Value is not null && found.Count > 1 && !setting.IsPattern)
            throw new CommandFailure(ExitCode.Own, $"{setting.Name} is a folder: a value is for a setting in it, or for {setting.Name}.* .");
        return found;
    }

    static void Set(Listing to, string path, string value)
    {
        Sysctl.Set(path, value);
        Put(to, path, value);
    }

    // Some can be written only, or have no value yet: they are told of when they were asked for by name.
    static void Show(Listing to, string path, bool isOne)
    {
        try
        {
            if (Sysctl.Find(path) is { } value) Put(to, path, value);
        }
        catch (LinuxException e) when (!isOne && e.Errno is Errno.NotPermitted or Errno.Access or Errno.Invalid or Errno.Io) { }
    }

    static void Put(Listing to, string path, string value)
    {
        string name = Setting.NameOf(path);
        using var item = to.Item();
        to.Put("key", name, "");
        to.Put("value", value, "");
        foreach (string line in value.Split('\n')) to.Text($"{name} = {line}\n");
    }
}
