using Hull.Commands.Showing;
using Hull.Images;

namespace Hull.Events;

/// <summary>Which events somebody wants to see, as docker's filters have it.</summary>
internal static class EventFilter
{
    public static readonly string[] Keys = ["container", "daemon", "event", "id", "image", "label", "name", "network", "scope", "type", "volume"];

    public static Func<Event, bool> Of(ILookup<string, string> asked) => one =>
        Filters.Holds(asked, "type", type => one.Type == type)
        && Filters.Holds(asked, "event", action => one.Action == action || one.Action.StartsWith(action + ":", StringComparison.Ordinal))
        && Filters.Holds(asked, "container", name => one.Type == "container" ? Is(one, name) : one.Attributes.GetValueOrDefault("container") is { } id && id.StartsWith(name, StringComparison.Ordinal))
        && Filters.Holds(asked, "network", name => one.Type == "network" && Is(one, name))
        && Filters.Holds(asked, "volume", name => one.Type == "volume" && Is(one, name))
        && Filters.Holds(asked, "image", name => IsOfImage(one, name))
        && Filters.Holds(asked, "id", id => one.Id.StartsWith(id, StringComparison.Ordinal))
        && Filters.Holds(asked, "name", name => one.Attributes.GetValueOrDefault("name") == name)
        && Filters.Holds(asked, "scope", scope => scope == "local")
        && Filters.Holds(asked, "daemon", _ => one.Type == "daemon")
        && Filters.HaveLabels(asked, one.Attributes);

    static bool Is(Event one, string nameOrId) =>
        one.Attributes.GetValueOrDefault("name") == nameOrId || one.Id.StartsWith(nameOrId, StringComparison.Ordinal);

    static bool IsOfImage(Event one, string name)
    {
        string? of = one.Type switch
        {
            "image" => one.Attributes.GetValueOrDefault("name"),
            "container" => one.Attributes.GetValueOrDefault("image"),
            _ => null,
        };
        return of is not null && (of == name || ImageName.TryComplete(of) is { } full && full == ImageName.TryComplete(name) || one.Type == "image" && one.Id == name);
    }
}
