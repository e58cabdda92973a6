using System.CommandLine;
using Cli;
using Hull.Bundle;
using Hull.Containers;
using Hull.Events;
using Hull.Monitor;

namespace Hull.Commands;

/// <summary>hull attach</summary>
internal static class AttachCommand
{
    static readonly Option<bool> s_noInput = new("--no-stdin") { Description = "Only look: what we read is not for it." };
    static readonly Argument<string> s_name = new("container") { Description = "A name or id, or the beginning of an id." };

    public static Command Create()
    {
        var attach = new Verb("attach", "Shows what a container that runs writes, lets it read our standard input if it was made with -i, and ends with its exit code. "
            + "Its terminal is left by ctrl-p ctrl-q.", "hull attach web")
        {
            s_noInput, AttachOptions.Keys, AttachOptions.PassSignals, s_name,
        };
        attach.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var container = AllContainers.Get(parsed.GetRequiredValue(s_name));
            return Attach(container, container.OpensInput && !parsed.GetValue(s_noInput), parsed);
        });
        return attach;
    }

    /// <summary>Shows what it writes until its end, or until it is left.</summary>
    public static int Attach(Container container, bool input, ParseResult parsed)
    {
        if (ContainerStatus.Of(container).Phase == Phase.Paused)
            throw new HullException($"you cannot attach to a paused container, unpause it first (hull unpause {container.Name})", exitCode: 1);
        using var socket = ControlSocket.Connect(container)
            ?? throw new HullException($"cannot attach to container {container.Name}: it does not run; start it first (hull start {container.Name})", exitCode: 1);
        using var process = ContainerStatus.FindProcess(container);
        bool isTerminal = BundleReader.Read(container.Files.Bundle).Process.Terminal;
        if (isTerminal && input)
            Attachment.NeedTerminal();
        using var signals = isTerminal || !parsed.GetValue(AttachOptions.PassSignals) ? null : new SignalForwarding();
        signals?.To(process);
        var attachment = new Attachment(socket)
        {
            IsTerminal = isTerminal, WithInput = input, Keys = AttachOptions.KeysOf(parsed), WantsRedraw = true,
            IsWaitedFor = false,
        };
        attachment.Introduce();
        Happened.To(container, "attach");
        return attachment.Run() ?? (attachment.IsDetached ? 0 : AttachOptions.CodeWithoutAWord(container));
    }
}
