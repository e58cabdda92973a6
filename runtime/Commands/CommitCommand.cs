using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Events;
using Hull.Images;

namespace Hull.Commands;

/// <summary>hull commit</summary>
internal static class CommitCommand
{
    public static Command Create()
    {
        var author = new Option<string?>("--author", "-a") { Description = "Who made it." };
        var message = new Option<string?>("--message", "-m") { Description = "What its history says of it." };
        var changes = new Option<string[]>("--change", "-c") { Description = "A Dockerfile's instruction on how it is run, as CMD [\"httpd\", \"-f\"]." };
        var container = new Argument<string>("container") { Description = "A name or id, or the beginning of an id." };
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = "NAME[:TAG] of the new image." };
        return new Verb("commit", "Makes an image of a container and what it changed.", "hull commit -m 'with a page' web web:2")
        {
            author, message, changes, container, name,
        }.Doing(parsed =>
        {
            string? full = parsed.GetValue(name) is { } given ? ImageName.Complete(given) : null;
            var of = AllContainers.Get(parsed.GetRequiredValue(container));
            var image = ContainerCommit.Make(of, full,
                parsed.GetValue(author) ?? "", parsed.GetValue(message) ?? "", parsed.GetValue(changes) ?? []);
            Happened.To(of, "commit", ("imageID", image.Id));
            ImageWork.Print($"{image.Id}\n");
            return 0;
        });
    }
}
