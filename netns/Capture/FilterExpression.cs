using System.Globalization;
using System.Text;
using Linux;
using Netlink.Routing;
using Packets;

namespace Netctl.Capture;

/// <summary>
/// Expressions such as <c>tcp port 80 and not host 10.1.0.5</c> (pcap-filter(7)), compiled by libpcap. netctl is linked statically and loads no library, so it is
/// tcpdump, which comes with libpcap, that is asked for the instructions.
/// </summary>
internal static class FilterExpression
{
    const string Program = "tcpdump";

    /// <summary>The instructions; compiled for what the link's packets begin with, in the calling thread's namespace.</summary>
    /// <param name="link">Null for all links: then packets of those that are no Ethernet are left out.</param>
    /// <param name="keep">How many bytes of a packet are wanted.</param>
    public static IReadOnlyList<BpfInstruction> Compile(IReadOnlyList<string> expression, Link? link, int keep)
    {
        if (expression.Count == 0)
            return [BpfInstruction.Keep(keep)];
        string program = ProgramFile.Find(Program) ?? throw Missing();
        // Asked about a link that is up, libpcap knows that the kernel keeps VLAN tags aside; without one it looks for them in the packet.
        ProgramOutcome? outcome = null;
        string type = LinkTypeOfHardware.From(link?.HardwareType ?? 1) == LinkType.Raw ? "RAW" : "EN10MB";
        foreach (string[] about in (string[][])[["-i", link?.Name ?? "lo"], ["-y", type]])
        {
            outcome = Run(program, ["-ddd", "-s", $"{keep}", .. about, "--", .. expression]);
            if (outcome.Status == 0)
                return link is null ? BpfInstruction.ForEthernetOnly(Parse(outcome.Output)) : Parse(outcome.Output);
        }
        throw new CommandFailure(ExitCode.Own, $"the filter \"{string.Join(' ', expression)}\" is not understood: {Complaint(outcome!.Error)}");
    }

    static ProgramOutcome Run(string program, string[] arguments)
    {
        try { return ProgramOutcome.Of(program, arguments, [], []); }
        catch (LinuxException e) when (e.Errno is Errno.Access or Errno.NoEntry) { throw Missing(); }   // nothing that can be run
    }

    static CommandFailure Missing() => new(ExitCode.Own,
        $"a filter expression is compiled by libpcap, which {Program} brings, and there is none on this machine: apt-get install {Program}");

    // A line with their number, then one for each: its code, where to go if and if not, and its value.
    static List<BpfInstruction> Parse(byte[] output)
    {
        var found = new List<BpfInstruction>();
        foreach (string line in Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var numbers = Array.ConvertAll(line.Split(' '), word => uint.Parse(word, CultureInfo.InvariantCulture));
            found.Add(new((ushort)numbers[0], (byte)numbers[1], (byte)numbers[2], numbers[3]));
        }
        return found;
    }

    static string Complaint(string error) =>
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(line => line.StartsWith($"{Program}: "))?[(Program.Length + 2)..] ?? error.Trim();
}
