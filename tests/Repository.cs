namespace Tests;

/// <summary>Where the sources lie: the folder above this assembly that holds Net.sln.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    static string Find(DirectoryInfo? from)
    {
        for (; from is not null; from = from.Parent)
            if (File.Exists(Path.Combine(from.FullName, "Net.sln")))
                return from.FullName;
        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds Net.sln");
    }
}
