namespace Plugins.Shared;

/// <summary>What the kernel takes for a link's name (dev_valid_name).</summary>
internal static class LinkName
{
    const int Longest = 15;

    public static bool IsValid(string name) =>
        name is not ("" or "." or "..") && System.Text.Encoding.UTF8.GetByteCount(name) <= Longest && !name.Any(c => c is '/' or ':' || char.IsWhiteSpace(c));
}
