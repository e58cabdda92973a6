using System.CommandLine;
using Cli;
using Hull.Archives;
using Hull.Containers;
using Hull.Copying;
using Linux;

namespace Hull.Commands;

/// <summary>hull export</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; standard output without." };
        var name = new Argument<string>("container") { Description = "A name or id, or the beginning of an id." };
        return new Verb("export", "Writes a container's files, without its volumes, as a tar.", "hull export -o web.tar web") { output, name }.Doing(parsed =>
        {
            var container = AllContainers.Get(parsed.GetRequiredValue(name));
            string? file = parsed.GetValue(output) is { } path ? Path.GetFullPath(path) : null;
            if (file is null && Stdio.OutputIsTerminal)
                throw new HullException("an archive is nothing for a terminal: name a file by -o, or redirect it", exitCode: 1);
            using var root = ContainerRoot.OpenLayers(container);
            WholeFile.Write(file, to =>
            {
                var tar = new TarWriter(to);
                new TreeReader(tar).Read(FolderEntry.Find(root.Folder.Descriptor, ".")!, ".");
                tar.End();
            });
            return 0;
        });
    }
}
