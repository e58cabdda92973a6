using Linux;
using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Netctl.Listings;

/// <summary>What a tun or tap is, and whose.</summary>
internal static class TunListing
{
    public static void Put(Listing to, LinkDetails details)
    {
        foreach (var option in TunOptions.All)
            if (details.Find(option) is { } value)
                Put(to, option, value, details);
    }

    public static void Put(Listing to, LinkOption option, OptionValue value, LinkDetails details)
    {
        switch (option.Word)
        {
            case "multi_queue":
                to.Put(option.Key, value.IsOn, value.IsOn ? "multi_queue " : "");
                break;
            case "numqueues" or "numdisabled" when !IsMultiQueue(details):
                break;
            case "user" or "group":
                string name = NameOf(option.Word == "user" ? "/etc/passwd" : "/etc/group", value.Number);
                to.Put(option.Key, name, $"{option.Word} {name} ");
                break;
            default:
                OptionListing.Put(to, value);
                break;
        }
    }

    static bool IsMultiQueue(LinkDetails details)
    {
        foreach (var option in TunOptions.All)
            if (option.Word == "multi_queue")
                return details.Find(option) is { IsOn: true };
        return false;
    }

    /// <summary>Who has a number, by a file of users or groups; the number itself when nobody has.</summary>
    public static string NameOf(string file, ulong number)
    {
        foreach (string line in (SmallFile.Find(file) ?? "").Split('\n'))
            if (line.Split(':') is [var name, _, var id, ..] && id == $"{number}")
                return name;
        return $"{number}";
    }
}
