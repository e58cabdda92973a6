namespace Netlink;

/// <summary>What a request is for. Put into words only when the kernel refuses it, so that a granted one allocates nothing.</summary>
public readonly record struct Intent(string Verb, object Subject)
{
    public override string ToString() => $"{Verb} {Subject}";
}
