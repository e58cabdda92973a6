using Netctl.Namespaces;

namespace Netctl.Listings;

/// <summary>Who keeps a namespace alive, for JSON; the text of one is its own.</summary>
internal static class HolderListing
{
    public static void Put(Listing to, NamespaceHolder holder)
    {
        using var item = to.Item();
        to.Put("by", $"{holder.By}".ToLowerInvariant(), "");
        if (holder.Pid != 0)
        {
            to.Put("pid", holder.Pid, "");
            to.Put("comm", holder.Name, "");
        }
        if (holder.By is Holding.Thread) to.Put("tid", holder.Number, "");
        if (holder.By is Holding.File or Holding.Socket) to.Put("fd", holder.Number, "");
        if (holder.Path != "") to.Put("path", holder.Path, "");
    }
}
