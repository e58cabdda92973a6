using System.CommandLine;

namespace Hull.Commands;

/// <summary>hull image: what docker has there, most of it under a shorter name of its own, too.</summary>
internal static class ImageCommand
{
    public static Command Create() => new("image", "Makes, loads, shows and removes images.")
    {
        HistoryCommand.Create(), ImportCommand.Create(), ImageInspectCommand.Create(), LoadCommand.Create(), ImagesCommand.Create("ls"),
        ImagePruneCommand.Create(), ImageRemoveCommand.Create("rm"), SaveCommand.Create(), TagCommand.Create(),
    };
}
