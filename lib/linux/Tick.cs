namespace Linux;

/// <summary>The clock that the kernel counts by when it lets something expire: some milliseconds a tick.</summary>
public static class Tick
{
    const int Pause = 1;   // a millisecond: shorter than any tick

    /// <summary>Waits for the next tick: what was told to expire at once has expired by then.</summary>
    public static void Await()
    {
        long before = Environment.TickCount64;   // of CLOCK_MONOTONIC_COARSE, which goes on at each tick, and by more than a millisecond or by just one
        while (Environment.TickCount64 == before) Libc.poll([], 0, Pause);
    }
}
