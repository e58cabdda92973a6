using System.CommandLine;
using System.Globalization;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl qdisc add, replace and delete.</summary>
internal static class QdiscChange
{
    public static int Add(ParseResult parsed, Words words) => Make(parsed, words, (qdiscs, qdisc) => qdiscs.Add(qdisc));

    public static int Replace(ParseResult parsed, Words words) => Make(parsed, words, (qdiscs, qdisc) => qdiscs.Replace(qdisc));

    public static int Delete(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        string? name = null, kind = null;
        uint parent = 0, handle = 0;
        while (words.Any)
            if (words.Take("dev")) name = words.Value();
            else if (words.Take("root")) parent = ListedQdisc.AtRoot;
            else if (words.Take("ingress")) (parent, handle) = (ListedQdisc.AtIngress, 0xffff0000);
            else if (words.Take("clsact")) (parent, kind, handle) = (ListedQdisc.AtIngress, "clsact", 0xffff0000);
            else if (words.Take("handle")) handle = HandleIn(words);
            else if (words.Take("tbf")) kind = "tbf";
            else throw words.NotUnderstood();
        socket.Delete(new QdiscPlace(Link(socket, name), parent, handle, kind ?? ""));
        return ExitCode.Ok;
    }

    static int Make(ParseResult parsed, Words words, Action<Qdiscs, Qdisc> make)
    {
        using var socket = parsed.OpenSocket();
        string? name = null;
        uint handle = 0;
        while (words.Any)
            if (words.Take("dev")) name = words.Value();
            else if (words.Take("handle")) handle = HandleIn(words);
            else if (words.Take("root")) continue;
            else if (words.Take("ingress")) return Made(new IngressQdisc(Link(socket, name, words)));
            else if (words.Take("clsact")) return Made(new ClsactQdisc(Link(socket, name, words)));
            else if (words.Take("tbf")) return Made(TbfWords.Read(words, Link(socket, name)) with { Number = handle });
            else return AddUsual(socket, words, name, handle);
        throw Words.Wrong("which queueing discipline it is to be is missing: tbf, ingress, clsact or another kind");

        int Made(Qdisc qdisc)
        {
            make(socket.Qdiscs, qdisc);
            return ExitCode.Ok;
        }
    }

    // Of other kinds, what they are when nothing is said of them.
    static int AddUsual(RouteSocket socket, Words words, string? name, uint handle)
    {
        string kind = words.Value();
        socket.Add(new QdiscPlace(Link(socket, name, words), ListedQdisc.AtRoot, handle, kind));
        return ExitCode.Ok;
    }

    static Link Link(RouteSocket socket, string? name, Words? rest = null)
    {
        rest?.End();
        return socket.LinkNamed(name ?? throw Words.Wrong("which link is missing: dev NAME"));
    }

    // 5: is 0x50000.
    static uint HandleIn(Words words)
    {
        string word = words.Value();
        return word.EndsWith(':') && ushort.TryParse(word.AsSpan(..^1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort number)
            ? (uint)number << 16
            : throw Words.Wrong($"\"handle\" takes a hexadecimal number with a colon after it, such as 5:, and \"{word}\" is none");
    }
}
