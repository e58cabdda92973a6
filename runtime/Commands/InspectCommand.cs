using System.CommandLine;
using System.Text.Json.Nodes;
using Cli;
using Hull.Commands.Inspecting;
using Hull.Commands.Networks;
using Hull.Commands.Showing;
using Hull.Commands.Volumes;
using Hull.Containers;
using Hull.Images;
using Hull.Network;
using Hull.Volumes;

namespace Hull.Commands;

/// <summary>hull inspect, hull container inspect</summary>
internal static class InspectCommand
{
    static readonly string[] s_types = ["container", "image", "network", "volume"];

    /// <param name="types">What is looked for, in this order, when nothing else is asked for.</param>
    public static Command Create(params string[] types)
    {
        var type = new Option<string?>("--type") { Description = "Only this: container, image, network or volume." };
        var format = Inspection.FormatOption();
        var size = new Option<bool>("--size", "-s") { Description = "How much a container wrote, too: SizeRw and SizeRootFs." };
        var names = new Argument<string[]>("name") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids, or the beginnings of ids." };
        var inspect = new Verb("inspect", $"Shows all there is to know of {Of(types)}, as JSON.", $"hull {(types.Length > 0 ? "container " : "")}inspect -f '{{{{.State.Status}}}}' web")
        {
            format, size, names,
        };
        if (types.Length == 0) inspect.Add(type);
        return inspect.Doing(parsed =>
        {
            string[] among = types.Length > 0 ? types : parsed.GetValue(type) is { } only ? [Checked(only)] : s_types;
            return Inspection.Print(parsed.GetRequiredValue(names), parsed.GetValue(format), name => Find(name, among, parsed.GetValue(size)));
        });
    }

    static string Of(string[] types) => types.Length > 0 ? "containers" : "containers, images, networks or volumes";

    static string Checked(string type) => s_types.Contains(type) ? type
        : throw new HullException($"--type {type}: there are {string.Join(", ", s_types)}", exitCode: 1);

    static JsonObject Find(string name, string[] among, bool withSize)
    {
        foreach (string type in among)
            if (Find(name, type, withSize) is { } show)
                return show();
        throw new HullException($"No such object: {name}", exitCode: 1);
    }

    // Null when there is none of that kind; then it is perhaps one of the next.
    static Func<JsonObject>? Find(string name, string type, bool withSize)
    {
        try
        {
            switch (type)
            {
                case "container":
                    var container = AllContainers.Get(name);
                    return () => ContainerJson.Of(container, withSize);
                case "image":
                    var image = Image.Get(name);
                    return () => ImageInspectCommand.Json(image);
                case "network":
                    var network = KnownNetwork.Get(name);
                    return () => NetworkInspect.Json(network);
                default:
                    var volume = Volume.Get(name);
                    return () => VolumeInspect.Json(volume);
            }
        }
        catch (HullException)
        {
            return null;
        }
    }
}
