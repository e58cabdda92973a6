using System.Runtime.InteropServices;

namespace Netlink.Wire;

/// <summary>
/// Remembers which attribute was written where, under the name the source gives it, so that the offset in
/// a kernel's extended ACK can be shown as "IFLA.LINKINFO > IFLA_INFO.KIND". Costs nothing that a request must allocate.
/// </summary>
internal sealed class AttributeTrail
{
    readonly List<(int Offset, string Name)> _written = new(64);
    int _messageStart;

    public void Clear() => _written.Clear();

    /// <summary>Offsets of the attributes that follow count from here.</summary>
    public void BeginMessage(int start) => _messageStart = start;

    public void Add(uint offset, string name) => _written.Add((_messageStart + (int)offset, name));

    /// <summary>The attributes around an offset of the message that starts at <paramref name="messageStart"/>, outermost first.</summary>
    public string PathTo(uint offset, ReadOnlySpan<byte> buffer, int messageStart)
    {
        int target = messageStart + (int)offset;
        var path = new List<string>();
        foreach (var (start, name) in _written)
            if (start >= messageStart && start <= target && target < start + MemoryMarshal.Read<ushort>(buffer[start..]))
                path.Add(name);
        return string.Join(" > ", path);
    }
}
