using System.CommandLine;
using Cli;
using Hull.Bundle;
using Hull.Containers;
using Hull.Events;
using Linux;

namespace Hull.Commands;

/// <summary>hull update</summary>
internal static class UpdateCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids, or the beginnings of ids." };
        var update = new Verb("update", "Changes what containers may use, at once and for all later starts.", "hull update -m 500m --cpus 1.5 web") { names };
        foreach (var option in LimitOptions.ForUpdate)
            update.Add(option);
        update.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var asked = LimitOptions.Group(parsed);
            return asked == new CgroupLimits()
                ? throw new HullException("update needs at least one limit to change, such as --memory 500m; see hull update --help")
                : EachOf.Do(parsed.GetRequiredValue(names), name => Update(AllContainers.Get(name), asked));
        });
        return update;
    }

    static void Update(Container container, CgroupLimits asked)
    {
        var bundle = BundleReader.Read(container.Files.Bundle);
        if (asked is { Memory: > 0 and var memory, MemoryAndSwap: null } && bundle.Limits.MemoryAndSwap is > 0 and var both && memory > both)
            throw new HullException("--memory: memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time (--memory-swap)");
        var limits = asked.Over(bundle.Limits);
        LimitChecks.Check(limits);
        limits = LimitChecks.OnThisMachine(limits, Cgroup.Named(container.CgroupParent), wantsSwap: asked.MemoryAndSwap is not null);
        var group = Cgroup.Named(container.CgroupName);
        if (ContainerStatus.Of(container).IsAlive)
            group.Apply(limits);
        BundleWriter.Replace(container.Files.Bundle, bundle with { Limits = limits });
        Happened.To(container, "update");
    }
}
