namespace Conformance;

/// <summary>What iproute2 shows of a network, in few processes: where a processor is emulated, each takes a quarter of a second to begin.</summary>
internal static class NetworkListing
{
    /// <summary>A shell's command that shows links, addresses, routes and rules, in this order; ip's options say how.</summary>
    public static string Show(string options = "-o") =>
        $"printf 'link show\\naddr show\\nroute show table all\\nrule show\\n' | ip {options} -batch -; ip {options} -6 rule show";
}
