using System.CommandLine;
using Cli;
using Netctl.Listings;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl list-id [target-nsid ID] [nsid ID]: the numbers by which namespaces are known here or in another one.</summary>
internal static class ListIdCommand
{
    public static Command Create() => WordVerb.Verb("list-id", """
        Lists the ids by which this namespace knows others, and their names.

          [ target-nsid ID ]   as that one counts, and as this one does
          [ nsid ID ]          one only

        Example:
          netctl add blue
          netctl set blue 7
          netctl list-id
          netctl list-id nsid 7
        """, [], Run);

    static int Run(ParseResult parsed, Words words)
    {
        int? target = null, only = null;
        while (words.Any)
            if (words.Take("target-nsid")) target = Number(words);
            else if (words.Take("nsid")) only = Number(words);
            else throw words.NotUnderstood();

        using var socket = parsed.OpenSocket();
        var names = new NamespaceNames(socket);
        var to = new Listing(parsed.Modes());
        foreach (var id in only is { } one ? [socket.NamespaceIds.Get(one, target)] : socket.NamespaceIds.List(target))
            using (to.Item())
                Put(to, id, names);
        return to.Print();
    }

    static int Number(Words words) => (int)words.Number<uint>(int.MaxValue);

    public static void Put(Listing to, NamespaceId id, NamespaceNames names)
    {
        to.Put("nsid", id.Id, $"nsid {id.Id}");
        if (id.Current is { } current) to.Put("current-nsid", current, $" current-nsid {current}");
        if (names.Find(id.Current ?? id.Id) is { } name) to.Put("name", name, $" (iproute2 netns name: {name})");
        to.EndLine();
    }
}
