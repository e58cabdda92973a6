using System.CommandLine;
using Cli;
using Hull.Commands.Showing;
using Hull.Network;

namespace Hull.Commands.Networks;

/// <summary>hull network ls</summary>
internal static class NetworkLs
{
    const string Usual = "{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}", Local = "local";

    public static Command Create()
    {
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the ids." };
        var whole = new Option<bool>("--no-trunc") { Description = "Ids in full." };
        var filters = new Filters("networks", "dangling", "driver", "id", "label", "name", "scope", "type");
        var show = new ShowOptions();
        var ls = show.AddTo(new Verb("ls", "Lists networks.", "hull network ls --filter driver=bridge") { quiet, whole, filters.Option });
        ls.Aliases.Add("list");
        return ls.Doing(parsed => show.Print(parsed, Listing(parsed.GetValue(whole) || show.IsWhole(parsed)),
            KnownNetwork.All().Where(Wanted(filters.Read(parsed))), parsed.GetValue(quiet) ? "{{.ID}}" : null));
    }

    static Listing<KnownNetwork> Listing(bool whole) => new(Usual,
        new("ID", "NETWORK ID", network => whole ? network.Id : network.ShortId),
        new("Name", "NAME", network => network.Name),
        new("Driver", "DRIVER", network => network.Driver),
        new("Scope", "SCOPE", _ => Local),
        new("IPv6", "IPV6", network => network.Subnets.Any(subnet => !subnet.IsIPv4) ? "true" : "false"),
        new("Internal", "INTERNAL", network => network.Record?.IsInternal == true ? "true" : "false"),
        new("Labels", "LABELS", network => string.Join(',', Labels(network).Select(label => $"{label.Key}={label.Value}"))),
        new("CreatedAt", "CREATED AT", network => network.Record is { } record ? ShownTime.Listed(record.Created) : ""))
    {
        Labels = Labels,
    };

    static IReadOnlyDictionary<string, string> Labels(KnownNetwork network) => network.Record?.Labels ?? new Dictionary<string, string>();

    static Func<KnownNetwork, bool> Wanted(ILookup<string, string> asked) => network =>
        Filters.HaveLabels(asked, Labels(network))
        && Filters.Holds(asked, "name", part => network.Name.Contains(part, StringComparison.Ordinal))
        && Filters.Holds(asked, "id", part => network.Id.StartsWith(part, StringComparison.Ordinal))
        && Filters.Holds(asked, "driver", driver => network.Driver == driver)
        && Filters.Holds(asked, "scope", scope => scope == Local)
        && Filters.Holds(asked, "type", type => type == (network.IsPreset ? "builtin" : "custom"))
        && Filters.Holds(asked, "dangling", value => Filters.Truth("dangling", value) == (!network.IsPreset && !network.Users().Any()));
}
