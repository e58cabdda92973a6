using Linux;

namespace Netctl.Capture;

/// <summary>Takes packets from a ring until there are enough or the user wants to stop.</summary>
internal sealed class Capturing(PacketRing ring, PacketOutput output, long? most)
{
    // What a reader who looks on should see is passed on when nothing more is there; a busy ring is emptied in larger pieces.
    const int MostAtOnce = 4096;

    public long Captured { get; private set; }

    public void Run(StopSignals stop)
    {
        var poll = new Poll();
        poll.ForReading(ring.Descriptor);
        poll.ForReading(stop.Descriptor);
        while (TakeAll())
        {
            poll.Wait();
            if (!poll.IsReady(1)) continue;
            TakeRest();
            return;
        }
    }

    // What lies in a block that was not handed over yet is the user's too: they saw it happen before they stopped.
    void TakeRest()
    {
        var poll = new Poll();
        poll.ForReading(ring.Descriptor);
        if (poll.Wait(2 * PacketRing.Latency))
            TakeAll();
    }

    // False when there are enough.
    bool TakeAll()
    {
        int waiting = 0;
        while (!IsEnough && ring.TryTake(out var packet))
        {
            // On lo each packet is met twice, as it leaves and as it comes.
            if (packet is { HardwareType: 772, Path: PacketPath.Outgoing }) continue;
            output.Put(packet);
            Captured++;
            if (++waiting < MostAtOnce || !ring.IsAtBlockEnd) continue;
            output.Flush();
            waiting = 0;
        }
        output.Flush();
        return !IsEnough;
    }

    bool IsEnough => Captured >= most;
}
