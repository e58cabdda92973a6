using Linux;

namespace Netctl.Capture;

/// <summary>Where captured packets go: to lines of text, or into a file.</summary>
internal abstract class PacketOutput : IDisposable
{
    public abstract void Put(in CapturedPacket packet);

    /// <summary>Passes on what was put.</summary>
    public abstract void Flush();

    /// <summary>The capture is over: so many packets passed the filter, and so many of those were lost.</summary>
    public virtual void End(ulong received, ulong dropped) { }

    public virtual void Dispose() { }
}
