using System.Globalization;
using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>What each process in a container may use, and how soon it is taken when memory runs out.</summary>
internal static class ResourceLimits
{
    /// <summary>Takes the limits. Where one is not to be had, for lack of CAP_SYS_RESOURCE, as much as can be; who asked for it has been told.</summary>
    public static void Set(ProcessConfig process)
    {
        foreach (var limit in process.Rlimits)
            try
            {
                limit.Set();
            }
            catch (LinuxException e) when (e.Errno == Errno.NotPermitted)
            {
                var most = ResourceLimit.Current(limit.Name).Hard;
                new ResourceLimit(limit.Name, Math.Min(limit.Soft, most), Math.Min(limit.Hard, most)).Set();
            }
    }

    /// <summary>To be called while the host's /proc is there: nobody in the container has had a hand in it.</summary>
    public static void SetOomScore(ProcessConfig process)
    {
        if (process.OomScoreAdj is not { } score)
            return;
        try
        {
            SmallFile.Write("/proc/self/oom_score_adj", score.ToString(CultureInfo.InvariantCulture));
        }
        catch (LinuxException e) when (e.Errno == Errno.Access)
        {
            return;   // as above: it stays as it is
        }
    }
}
