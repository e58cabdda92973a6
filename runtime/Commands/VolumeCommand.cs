using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hull.Containers;
using Hull.Volumes;

namespace Hull.Commands;

/// <summary>hull volume create, ls, inspect, rm, prune</summary>
internal static class VolumeCommand
{
    public static Command Create() => new("volume", "Makes, lists and removes folders that outlive containers.")
    {
        Creating(), Listing(), Inspecting(), Removing(), Pruning(),
    };

    static Argument<string[]> Names() => new("volume") { Arity = ArgumentArity.OneOrMore, Description = "Names of volumes." };

    static Command Creating()
    {
        var name = new Argument<string?>("volume") { Arity = ArgumentArity.ZeroOrOne, Description = "Its name; one at random without." };
        return new Command("create", "Makes an empty volume. Example: hull volume create data") { name }.Doing(parsed =>
        {
            ImageWork.Print((parsed.GetValue(name) is { } given ? Volume.Ensure(given) : Volume.Draw()).Name + "\n");
            return 0;
        });
    }

    static Command Listing()
    {
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the names." };
        return new Command("ls", "Lists volumes. Example: hull volume ls") { quiet }.Doing(parsed =>
        {
            var table = new Table("DRIVER", "VOLUME NAME");
            foreach (var volume in Volume.List())
                table.Add("local", volume.Name);
            ImageWork.Print(parsed.GetValue(quiet) ? string.Concat(Volume.List().Select(volume => volume.Name + "\n")) : table.ToString());
            return 0;
        });
    }

    static Command Inspecting()
    {
        var names = Names();
        return new Command("inspect", "Shows where volumes are, as JSON. Example: hull volume inspect data") { names }.Doing(parsed =>
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream, new() { Indented = true, IndentSize = 4 }))
            {
                json.WriteStartArray();
                foreach (string name in parsed.GetRequiredValue(names))
                    Write(json, Volume.Get(name));
                json.WriteEndArray();
            }
            ImageWork.Print(Encoding.UTF8.GetString(stream.ToArray()) + "\n");
            return 0;
        });
    }

    static void Write(Utf8JsonWriter json, Volume volume)
    {
        json.WriteStartObject();
        json.WriteString("CreatedAt", volume.Created.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture).Replace("+00:00", "Z"));
        json.WriteString("Driver", "local");
        json.WriteNull("Labels");
        json.WriteString("Mountpoint", volume.Data);
        json.WriteString("Name", volume.Name);
        json.WriteNull("Options");
        json.WriteString("Scope", "local");
        json.WriteEndObject();
    }

    static Command Removing()
    {
        var names = Names();
        return new Command("rm", "Removes volumes and what is in them. Example: hull volume rm data") { names }.Doing(parsed =>
            EachOf.Do(parsed.GetRequiredValue(names), name =>
            {
                using var onlyUs = AllContainers.Lock();
                Volume.Get(name).Delete();
            }));
    }

    // As docker does it: those that somebody chose a name for stay, unless all are asked for.
    static Command Pruning()
    {
        var all = new Option<bool>("--all", "-a") { Description = "Also those that somebody chose a name for." };
        var force = new Option<bool>("--force", "-f") { Description = "Taken for docker's sake: nothing is asked." };
        return new Command("prune", "Removes volumes that no container has. Example: hull volume prune -a") { all, force }.Doing(parsed =>
        {
            using var onlyUs = AllContainers.Lock();
            foreach (var volume in Volume.List().Where(volume => volume.User is null && (parsed.GetValue(all) || Archives.Digest.IsHex(volume.Name))).ToList())
            {
                volume.Delete();
                ImageWork.Print(volume.Name + "\n");
            }
            return 0;
        });
    }
}
