using System.Diagnostics;
using System.Globalization;

namespace Bench;

/// <summary>Times of one kind of work, in milliseconds, and the CPU time of the processes that did it.</summary>
internal sealed class Samples
{
    readonly List<double> _wall = [];
    double _cpu;

    public T Measure<T>(Func<T> work)
    {
        double cpu = ChildrenCpu();
        long start = Stopwatch.GetTimestamp();
        var result = work();
        _wall.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        _cpu += ChildrenCpu() - cpu;
        return result;
    }

    /// <summary>Forgets the rounds that only warmed up the caches.</summary>
    public void Clear()
    {
        _wall.Clear();
        _cpu = 0;
    }

    public double Median => At(0.5);
    public double P90 => At(0.9);
    public double MeanCpu => _cpu / _wall.Count;

    double At(double part) => _wall.Order().ElementAt((int)(_wall.Count * part));

    // proc_pid_stat(5): cutime and cstime, of children that were waited for, in hundredths of a second. Coarse, but a sum is exact.
    static double ChildrenCpu()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return 10.0 * (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture));
    }
}
