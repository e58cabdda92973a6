using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using Cli;
using Hull.Containers;
using Hull.Images;
using Hull.Templates;
using Linux;

namespace Hull.Commands;

/// <summary>hull info</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        var format = new Option<string?>("--format", "-f") { HelpName = "TEMPLATE", Description = "A template, such as {{.Driver}}; json for JSON." };
        var json = new Option<bool>("--json", "-j") { Description = "JSON." };
        var info = new Verb("info", "Shows what there is here for containers: of them, and of the machine.", "hull info") { format, json };
        info.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            if ((parsed.GetValue(json) ? "json" : parsed.GetValue(format)) is { Length: > 0 } asked)
            {
                var tree = InfoJson.Of(Lines());
                ImageWork.Print((asked == "json" ? GoText.Json(tree) : Template.Parse(asked).Run(tree)) + "\n");
                return 0;
            }
            var text = new StringBuilder();
            foreach (var (label, value) in Lines())
                text.Append(label).Append(value == "" ? ":" : ": ").Append(value).Append('\n');
            Stdio.WriteOutput(Encoding.UTF8.GetBytes(text.ToString()));
            return 0;
        });
        return info;
    }

    /// <summary>In docker's words and order; a blank at the beginning puts a line under the one before it.</summary>
    static IEnumerable<(string Label, string Value)> Lines() => [.. Containers(), .. Storage(), .. Groups(), .. Host()];

    static IEnumerable<(string, string)> Containers()
    {
        var phases = AllContainers.List().Select(one => ContainerStatus.Of(one).Phase).ToList();
        int running = phases.Count(phase => phase is Phase.Running or Phase.Restarting), paused = phases.Count(phase => phase == Phase.Paused);
        yield return ("Containers", $"{phases.Count}");
        yield return (" Running", $"{running}");
        yield return (" Paused", $"{paused}");
        yield return (" Stopped", $"{phases.Count - running - paused}");
        yield return ("Images", $"{Image.Ids().Count()}");
        yield return ("Server Version", typeof(InfoCommand).Assembly.GetName().Version!.ToString(3));
    }

    static IEnumerable<(string, string)> Storage()
    {
        Folder.Ensure(ContainerFiles.StoreRoot, ContainerFiles.RootOnly);
        yield return ("Storage Driver", "overlay2");
        yield return (" Backing Filesystem", FileSystem.KindOf(ContainerFiles.StoreRoot));
        yield return (" Supports d_type", Flag(FileSystem.TellsKinds(ContainerFiles.StoreRoot)));
        // Overlays are mounted with redirect_dir=off and metacopy=off: what lies in the upper folder is all that has changed.
        yield return (" Native Overlay Diff", Flag(true));
        yield return ("Logging Driver", "json-file");
    }

    static IEnumerable<(string, string)> Groups()
    {
        var mounts = CgroupMounts.Read();
        yield return ("Cgroup Driver", "cgroupfs");
        yield return ("Cgroup Version", mounts.Old.Count > 0 ? "1" : "2");
        yield return (" Layout", mounts.Version);
        foreach (var (controller, folder) in mounts.Old.OrderBy(one => one.Key, StringComparer.Ordinal))
            yield return ($" {controller}", folder);
        if (mounts.Unified is not null)
            yield return (" unified", $"{mounts.Unified} ({(mounts.UnifiedControllers is { Count: > 0 } some ? string.Join(' ', some) : "no controllers")})");
    }

    static IEnumerable<(string, string)> Host()
    {
        yield return ("Kernel Version", Line("/proc/sys/kernel/osrelease"));
        yield return ("Operating System", OperatingSystem());
        yield return ("OSType", "linux");
        yield return ("Architecture", RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64");
        yield return ("CPUs", $"{Machine.Processors}");
        yield return ("Total Memory", ByteSize.Print(Machine.Memory));
        yield return ("Name", Line("/proc/sys/kernel/hostname"));
        yield return ("Hull Root Dir", ContainerFiles.StoreRoot);
    }

    static string Flag(bool value) => value ? "true" : "false";

    static string Line(string file) => (SmallFile.Find(file) ?? "").Trim();

    // os-release(5): PRETTY_NAME="Debian GNU/Linux 12 (bookworm)".
    static string OperatingSystem()
    {
        const string name = "PRETTY_NAME=";
        foreach (string line in (SmallFile.Find("/etc/os-release") ?? SmallFile.Find("/usr/lib/os-release") ?? "").Split('\n'))
            if (line.StartsWith(name, StringComparison.Ordinal))
                return line[name.Length..].Trim('"', '\'');
        return "Linux";
    }
}
