namespace Cni;

/// <summary>One call of a plugin and its answer, for who wants to look on.</summary>
/// <param name="Plugin">Its type.</param>
/// <param name="Verb">What it was asked to do: ADD, DEL, CHECK, GC or STATUS.</param>
/// <param name="At">The attachment that it was about; null for the network as a whole.</param>
/// <param name="Request">The configuration that it was given.</param>
/// <param name="Answer">What it printed, or what was wrong; empty where there is nothing to say.</param>
/// <param name="Took">From its start to its end.</param>
public sealed record PluginCall(string Plugin, string Verb, Attachment? At, ReadOnlyMemory<byte> Request, string Answer, TimeSpan Took);
