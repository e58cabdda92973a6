using Linux;

namespace Netlink;

/// <summary>The kernel refused a request: what we asked, what it said, and which attribute it minds.</summary>
public sealed class NetlinkException(Intent intent, Errno errno, string sentence = "", string attribute = "")
    : LinuxException(Describe(intent, sentence, attribute), errno)
{
    public Intent Intent => intent;

    /// <summary>The kernel's own words (NLMSGERR_ATTR_MSG); "" when it had none.</summary>
    public string Sentence => sentence;

    /// <summary>The path to the attribute at fault, by the header's names; "" when the kernel named none.</summary>
    public string Attribute => attribute;

    static string Describe(Intent intent, string sentence, string attribute) =>
        intent + (sentence == "" ? "" : $": {sentence.TrimEnd('.')}") + (attribute == "" ? "" : $": at {attribute}");
}
