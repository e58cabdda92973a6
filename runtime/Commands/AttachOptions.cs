using System.CommandLine;
using Hull.Containers;

namespace Hull.Commands;

/// <summary>What run, start and attach have in common when they show what a container writes.</summary>
internal static class AttachOptions
{
    public static readonly Option<string?> Keys = new("--detach-keys") { Description = "The keys that leave its terminal, such as ctrl-a,d; ctrl-p,ctrl-q without." };
    public static readonly Option<bool> PassSignals = new("--sig-proxy")
    {
        Description = "Pass signals on to it, unless it has a terminal.", DefaultValueFactory = _ => true,
    };

    public static DetachKeys KeysOf(ParseResult parsed) => DetachKeys.Parse(parsed.GetValue(Keys));

    /// <summary>
    /// The exit code of one whose monitor is gone, or has let us go, without telling it to us: as its files have it, when all is undone.
    /// </summary>
    public static int CodeWithoutAWord(Container container)
    {
        if (ContainerStatus.Of(container).Phase == Phase.Running && ContainerStatus.FindProcess(container) is { } process && !process.WaitForEnd(TimeSpan.Zero))
            throw new HullException($"nothing was taken here for so long that container {container.Name} goes on without: hull logs {container.Name} has what was missed, "
                + $"hull attach {container.Name} looks on again", exitCode: 1);
        Ending.WaitFor(container);
        return Container.Find(container.Id) is not null && ContainerStatus.Of(container) is { Phase: Phase.Exited } status
            ? status.ExitCode
            : throw new HullException($"the monitor of container {container.Name} was ended; `hull gc` tidies up what it left");
    }
}
