namespace Cni;

/// <summary>The commands of the specification that do something; VERSION only tells.</summary>
public enum CniVerb { Add, Del, Check, Gc, Status }

/// <summary>What each command wants of its environment, and since when there is one.</summary>
internal static class CniVerbs
{
    static readonly string[] s_attachment = ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME", "CNI_PATH"];
    static readonly string[] s_lateAttachment = ["CNI_CONTAINERID", "CNI_IFNAME", "CNI_PATH"];
    static readonly string[] s_network = ["CNI_PATH"];

    static readonly (CniVerb Verb, string Name, string[] Required, CniVersion Since)[] s_rules =
    [
        (CniVerb.Add, "ADD", s_attachment, new(0, 1, 0)),
        (CniVerb.Del, "DEL", s_lateAttachment, new(0, 1, 0)),
        (CniVerb.Check, "CHECK", s_attachment, new(0, 4, 0)),
        (CniVerb.Gc, "GC", s_network, new(1, 1, 0)),
        (CniVerb.Status, "STATUS", s_network, new(1, 1, 0)),
    ];

    public static CniVerb? Find(string name)
    {
        foreach (var rule in s_rules)
            if (rule.Name == name)
                return rule.Verb;
        return null;
    }

    /// <summary>As CNI_COMMAND spells it.</summary>
    public static string Text(this CniVerb verb) => s_rules[(int)verb].Name;

    /// <summary>The variables that must be set and not empty, besides CNI_COMMAND.</summary>
    public static string[] Required(this CniVerb verb) => s_rules[(int)verb].Required;

    /// <summary>The first version whose configurations may be used with it.</summary>
    public static CniVersion Since(this CniVerb verb) => s_rules[(int)verb].Since;

    /// <summary>Whether it changes the container's namespace, which must then not be the plugin's own.</summary>
    public static bool ChangesNetNs(this CniVerb verb) => verb is CniVerb.Add or CniVerb.Del;
}
