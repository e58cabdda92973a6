using Hull.Bundle;
using Hull.Init;
using Linux;

namespace Hull.Oci;

/// <summary>The hooks that are run when a container runs already, or no more.</summary>
internal static class OciHooks
{
    // config.json is only looked at again when it names some.
    public static void Run(OciContainer container, Func<HookList, IReadOnlyList<Hook>> which, string kind)
    {
        if ((SmallFile.Find($"{container.Folder}/config.json") ?? "").Contains($"\"{kind}\"", StringComparison.Ordinal) && which(container.Config.Hooks) is { Count: > 0 } hooks)
            foreach (var hook in hooks)
                Run(container, hook, kind);
    }

    // That one of these fails does not undo what is done.
    static void Run(OciContainer container, Hook hook, string kind)
    {
        try
        {
            Hooks.Run([hook], kind, OciListing.StateText(container, container.Status));
        }
        catch (InvalidOperationException e)
        {
            Stdio.WriteError($"hull: {e.Message}");
        }
    }
}
