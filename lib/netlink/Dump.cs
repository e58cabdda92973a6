using Linux;
using Netlink.Wire;

namespace Netlink;

/// <summary>Puts the fixed part, and a filter if any, into the request for a list.</summary>
internal delegate void WriteRequest(MessageWriter to);

/// <summary>Makes a thing of an answer's body; null leaves it out.</summary>
internal delegate T? Parse<T>(ReadOnlySpan<byte> body) where T : class;

internal static class Dump
{
    const int MostTries = 32;

    /// <summary>
    /// All of a list, or an exception: never half of one. A list that changes while the kernel reads it out (NLM_F_DUMP_INTR) is asked for again.
    /// </summary>
    public static List<T> List<T>(
        this NetlinkSocket socket, ushort type, Intent intent, WriteRequest write, Parse<T> parse, Errno none = Errno.None) where T : class
    {
        for (int i = 0; i < MostTries; i++)
            if (TryList(socket, type, intent, write, parse, none) is { } whole)
                return whole;
        throw new NetlinkException(intent, Errno.Again, $"the list changed each of the {MostTries} times it was read");
    }

    static List<T>? TryList<T>(NetlinkSocket socket, ushort type, Intent intent, WriteRequest write, Parse<T> parse, Errno none) where T : class
    {
        var request = socket.Request(type, MessageFlags.Dump);
        write(request);
        var found = new List<T>();
        try
        {
            var answers = socket.Exchange(request, intent, none);
            while (answers.MoveNext())
                if (parse(answers.Current) is { } item)
                    found.Add(item);
            return answers.Interrupted ? null : found;
        }
        catch (NetlinkException e) when (e.Errno == Errno.NoBuffers)
        {
            socket.Drain();
            return null;
        }
    }
}
