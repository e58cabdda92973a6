using System.CommandLine;
using Cli;
using Hull.Events;
using Hull.Images;

namespace Hull.Commands;

/// <summary>hull load, hull image load</summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var input = new Option<string>("--input", "-i") { Description = "A tar, compressed by gzip or not, or a folder; standard input without.", DefaultValueFactory = _ => "-" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Taken for docker's sake: there is nothing to be quiet about." };
        var platform = new Option<string?>("--platform") { Description = "OS/ARCHITECTURE to take of an image for several; this machine's without." };
        return new Verb("load", "Loads images that docker, podman or others saved (docker's archive, OCI's layout).", "hull load -i busybox.tar")
        {
            input, quiet, platform,
        }.Doing(parsed =>
        {
            foreach (var (image, names) in ImageLoader.Load(parsed.GetValue(input)!, ImageWork.Platform(parsed.GetValue(platform))))
            {
                Happened.To(image, "load", names.Count == 0 ? null : names[0]);
                ImageWork.Print(names.Count == 0 ? $"Loaded image ID: {image.Id}\n" : string.Concat(names.Select(name => $"Loaded image: {name}\n")));
            }
            return 0;
        });
    }
}
