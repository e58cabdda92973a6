using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Cli;
using Hull.Commands.Showing;
using Hull.Templates;
using Linux;

namespace Hull.Commands;

/// <summary>hull version: docker's words for a client; there is no server.</summary>
internal static class VersionCommand
{
    public static string Version => typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static Command Create()
    {
        var format = new Option<string?>("--format", "-f") { HelpName = "TEMPLATE", Description = "A template, such as {{.Client.Version}}; json for JSON." };
        var json = new Option<bool>("--json", "-j") { Description = "JSON." };
        return new Verb("version", "Shows which hull this is, and on what it runs.", "hull version --format '{{.Client.Version}}'") { format, json }.DoingForAll(parsed =>
        {
            string? asked = parsed.GetValue(json) ? "json" : parsed.GetValue(format);
            ImageWork.Print(asked is null or "" ? Text() : asked == "json" ? $"{GoText.Json(Json())}\n" : $"{Template.Parse(asked).Run(Json())}\n");
            return 0;
        });
    }

    // Docker's names for machines are Go's.
    static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };

    static string Kernel => (SmallFile.Find("/proc/sys/kernel/osrelease") ?? "").Trim();

    static JsonObject Json() => new()
    {
        ["Client"] = new JsonObject
        {
            ["Version"] = Version,
            ["DotNetVersion"] = Environment.Version.ToString(),
            ["Os"] = "linux",
            ["Arch"] = Architecture,
            ["KernelVersion"] = Kernel,
        },
    };

    static string Text() => $"""
        Client:
         Version:           {Version}
         .NET version:      {Environment.Version}
         OS/Arch:           linux/{Architecture}
         Kernel Version:    {Kernel}

        """;
}
