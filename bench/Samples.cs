using System.Diagnostics;
using Linux;

namespace Bench;

/// <summary>Times of one kind of work, in milliseconds, and the CPU time of the processes that did it.</summary>
internal sealed class Samples
{
    readonly List<double> _wall = [], _cpu = [];

    public T Measure<T>(Func<T> work)
    {
        var cpu = CpuTime.OfChildren();
        long start = Stopwatch.GetTimestamp();
        var result = work();
        _wall.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        _cpu.Add((CpuTime.OfChildren() - cpu).TotalMilliseconds);
        return result;
    }

    public void Measure(Action work) => Measure(() =>
    {
        work();
        return true;
    });

    /// <summary>These, or others that nobody looks at, for a round that only warms up the caches.</summary>
    public Samples If(bool counts) => counts ? this : new Samples();

    /// <summary>Adds a figure that was measured elsewhere.</summary>
    public void Add(double value) => _wall.Add(value);

    public double Median => At(_wall, 0.5);
    public double P90 => At(_wall, 0.9);
    public double MedianCpu => At(_cpu, 0.5);

    static double At(List<double> values, double part) => values.Order().ElementAt((int)(values.Count * part));
}
