using System.Buffers;
using System.Text;
using System.Text.Json;
using Linux;

namespace Cni;

/// <summary>Runs one command of one plugin, as a process does: one JSON document on standard output, 0 or 1 as the exit status.</summary>
public static class PluginHost
{
    /// <summary>Runs the plugin of this name for the process's own environment and standard input.</summary>
    public static int Run(string name, Func<string, CniPlugin?> plugins)
    {
        if (Environment.GetEnvironmentVariable("CNI_COMMAND") is not { Length: > 0 } && plugins(name) is { } idle)
        {
            Stdio.WriteError(About(name, idle));
            return 0;
        }
        var (exit, output) = Answer(name, plugins, Environment.GetEnvironmentVariable, Stdio.ReadInput);
        try
        {
            Stdio.WriteOutput(output);
            return exit;
        }
        catch (LinuxException e)   // nobody listens any more
        {
            Stdio.WriteError(e.Message);
            return 1;
        }
    }

    /// <summary>The exit status, and what belongs on standard output.</summary>
    internal static (int Exit, byte[] Output) Answer(
        string name, Func<string, CniPlugin?> plugins, Func<string, string?> environment, Func<byte[]> input)
    {
        var version = CniVersion.Newest;
        try
        {
            if (plugins(name) is not { } plugin)
                throw new CniError(CniErrorCode.Internal, $"no plugin is called {name} here");
            if (environment("CNI_COMMAND") == "VERSION")
                return (0, Versions(plugin));
            var command = CniCommand.Read(environment, input, plugins);
            version = command.Version ?? version;
            return (0, plugin.Run(command) is { } result ? Write(plugin, command, result, version) : []);
        }
        catch (Exception e)
        {
            return (1, Write(json => CniError.From(e).WriteTo(json, version)));
        }
    }

    // What cannot be told (an old version has no result without addresses) is a failed ADD like any other: nothing of it stays.
    static byte[] Write(CniPlugin plugin, CniCommand command, CniResult result, CniVersion version)
    {
        using var undo = new Undo();
        undo.Add(() => plugin.Run(command with { Verb = CniVerb.Del }));
        var output = Write(json => result.WriteTo(json, version));
        undo.Complete();
        return output;
    }

    static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Plain))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }

    // Asked for far more often than anything else, and by callers that read lines: so it ends one, and is put together by hand.
    static byte[] Versions(CniPlugin plugin) => Encoding.UTF8.GetBytes(
        "{\"cniVersion\":\"" + CniVersion.Newest.ToString() + "\",\"supportedVersions\":[\"" + string.Join("\",\"", plugin.Versions) + "\"]}\n");

    static string About(string name, CniPlugin plugin) =>
        $"CNI {name} plugin {typeof(PluginHost).Assembly.GetName().Version?.ToString(3)}\n" +
        $"CNI protocol versions supported: {string.Join(", ", plugin.Versions)}";
}
