namespace Cni;

/// <summary>What a container, a network and an interface may be called. They end up in file names and in the kernel.</summary>
internal static class CniNames
{
    /// <summary>A letter or digit, then letters, digits, '_', '.' and '-'.</summary>
    public static bool IsValid(string name)
    {
        if (name == "" || !char.IsAsciiLetterOrDigit(name[0]))
            return false;
        foreach (char c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
                return false;
        return true;
    }

    public static void CheckContainerId(string id)
    {
        if (id == "")
            throw new CniError(CniErrorCode.UnknownContainer, "missing containerID");
        if (!IsValid(id))
            throw new CniError(CniErrorCode.InvalidEnvironment, "invalid characters in containerID", id);
    }

    public static void CheckNetworkName(string name)
    {
        if (name == "")
            throw new CniError(CniErrorCode.InvalidConfig, "missing network name");
        if (!IsValid(name))
            throw new CniError(CniErrorCode.InvalidConfig, "invalid characters found in network name", name);
    }

    /// <summary>The kernel's own rules for a link's name (dev_valid_name), in the reference's words.</summary>
    public static void CheckIfName(string name)
    {
        if (name == "")
            throw new CniError(CniErrorCode.InvalidEnvironment, "interface name is empty");
        if (System.Text.Encoding.UTF8.GetByteCount(name) > 15)
            throw new CniError(CniErrorCode.InvalidEnvironment, "interface name is too long", "interface name should be less than 16 characters");
        if (name is "." or "..")
            throw new CniError(CniErrorCode.InvalidEnvironment, "interface name is . or ..");
        foreach (char c in name)
            if (c is '/' or ':' || char.IsWhiteSpace(c))
                throw new CniError(CniErrorCode.InvalidEnvironment, "interface name contains / or : or whitespace characters");
    }
}
