using System.CommandLine;
using Netctl.Commands;

namespace Netctl;

/// <summary>The verbs of netctl. A new one is a file in Commands/ and a line below.</summary>
internal static class CommandLine
{
    public static ParseResult Parse(string[] args)
    {
        var root = Root();
        return root.Parse(KeepTheProgramsOwn(Abbreviations.Expand(root, args)));
    }

    static RootCommand Root()
    {
        var root = new RootCommand("""
            Named network namespaces, the same that ip netns keeps in /run/netns, and what is in them.
            Exit codes: 0 done, 1 failed, 2 refused by the kernel's network, 255 not understood or no such namespace; exec exits as its program does.
            """);
        foreach (var option in Options.All) root.Add(option);
        foreach (var verb in NamespaceVerbs()) root.Add(verb);
        root.Add(LinkCommand.Create());
        root.Add(AddrCommand.Create());
        root.Add(RouteCommand.Create());
        root.Add(CniCommand.Create());

        var netns = new Command("netns", "The same verbs for namespaces, as ip has them; alone it lists.");
        foreach (var verb in NamespaceVerbs()) netns.Add(verb);
        netns.SetAction(ListCommand.Run);
        root.Add(netns);
        return root;
    }

    static IEnumerable<Command> NamespaceVerbs() => [AddCommand.Create(), ListCommand.Create(), DeleteCommand.Create(), ExecCommand.Create()];

    // netctl exec blue ip -j link: the -j is for ip. "--" ends our own options, and users should not have to write it.
    static string[] KeepTheProgramsOwn(string[] args)
    {
        int verb = 0;
        while (verb < args.Length && args[verb].StartsWith('-'))
            verb += args[verb] is "-n" or "--netns" ? 2 : 1;
        if (verb < args.Length && args[verb] == "netns") verb++;
        bool isExec = verb < args.Length - 2 && args[verb] is "exec" or "x";
        return isExec && !args[verb + 1].StartsWith('-') && args[verb + 2] != "--" ? [.. args[..(verb + 2)], "--", .. args[(verb + 2)..]] : args;
    }
}
