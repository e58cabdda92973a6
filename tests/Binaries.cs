namespace Tests;

/// <summary>The published executables, as build.sh lays them out: in out/, or where NET_OUT says.</summary>
internal static class Binaries
{
    static string Folder => Environment.GetEnvironmentVariable("NET_OUT") is { Length: > 0 } told ? told : Repository.PathOf("out");

    public static string Netctl => Published("netctl");
    public static string Hull => Published("hull");

    /// <summary>A plugin by the name it answers to; its folder is what CNI_PATH should hold.</summary>
    public static string Plugin(string name) => Published($"cni/{name}");
    public static string PluginFolder => Path.GetDirectoryName(Plugin("cni-plugins"))!;

    static string Published(string name)
    {
        string path = Path.Combine(Folder, name);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: run ./build.sh first, or set NET_OUT to where it published");
    }
}
