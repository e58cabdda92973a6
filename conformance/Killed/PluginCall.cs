using Tests;

namespace Conformance.Killed;

/// <summary>One call of one plugin.</summary>
internal sealed record PluginCall(PluginFolder By, string Verb, string Plugin, string Input, Attachee At)
{
    public Outcome Run() => By.Call(Verb, Plugin, Input, At);

    public override string ToString() => $"{Verb} of {Plugin}";
}
