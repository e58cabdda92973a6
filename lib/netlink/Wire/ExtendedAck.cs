using System.Runtime.InteropServices;

namespace Netlink.Wire;

/// <summary>Reads what the kernel adds to a no: a sentence, and the attribute that is at fault, or missing.</summary>
internal readonly record struct ExtendedAck(string Sentence, uint? Offset, uint? MissingType)
{
    public static ExtendedAck Read(Message verdict)
    {
        var ack = new ExtendedAck("", null, null);
        if ((verdict.Header.Flags & MessageFlags.AckAttributes) == 0)
            return ack;
        foreach (var a in new AttributeReader(verdict.Body[Start(verdict)..]))
            switch (a.Type)
            {
                case NLMSGERR_ATTR.MSG: ack = ack with { Sentence = a.String }; break;
                case NLMSGERR_ATTR.OFFS or NLMSGERR_ATTR.MISS_NEST: ack = ack with { Offset = a.UInt32 }; break;
                case NLMSGERR_ATTR.MISS_TYPE: ack = ack with { MissingType = a.UInt32 }; break;
            }
        return ack;
    }

    // After the errno comes our own request: all of it, or its header alone when the answer is capped.
    static int Start(Message verdict)
    {
        if (verdict.Header.Type == NLMSG.DONE)
            return sizeof(int);
        bool capped = (verdict.Header.Flags & MessageFlags.Capped) != 0;
        uint echoed = capped ? MessageHeader.Size : MemoryMarshal.Read<uint>(verdict.Body[sizeof(int)..]);
        return sizeof(int) + (int)((echoed + 3) & ~3u);
    }
}
