using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Events;
using Hull.Network;

namespace Hull.Commands;

/// <summary>hull rename</summary>
internal static class RenameCommand
{
    public static Command Create()
    {
        var container = new Argument<string>("container") { Description = "A name or id, or the beginning of an id." };
        var name = new Argument<string>("name") { Description = "What it is to be called." };
        var rename = new Verb("rename", "Gives a container another name, under which its networks know it from then on, too.", "hull rename web shop") { container, name };
        rename.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            Rename(AllContainers.Get(parsed.GetRequiredValue(container)), parsed.GetRequiredValue(name));
            return 0;
        });
        return rename;
    }

    static void Rename(Container old, string name)
    {
        if (old.Name == name)
            throw new HullException($"container {name} has that name already", exitCode: 1);
        Container renamed;
        using (AllContainers.Lock())
        {
            renamed = (Container.Find(old.Id) ?? throw new HullException($"No such container: {old.Name}", exitCode: 1)) with { Name = Take(name) };
            renamed.Replace();
        }
        Happened.To(renamed, "rename", ("oldName", old.Name));
        if (NetworkMode.HasNetworks(renamed.Network) && ContainerStatus.Of(renamed).IsAlive)
            LiveNetwork.Reload(renamed);
    }

    static string Take(string name)
    {
        try
        {
            return ContainerName.Take(name);
        }
        catch (HullException e)
        {
            throw new HullException(e.Message, exitCode: 1);
        }
    }
}
