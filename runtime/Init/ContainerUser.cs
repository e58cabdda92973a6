using System.Globalization;
using System.Text;
using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>Whom a process in a container runs as, looked up in the container's own /etc/passwd and /etc/group, from the inside.</summary>
internal sealed record ContainerUser(uint Uid, uint Gid, uint[] Groups, string Home)
{
    const int Most = 4 << 20;

    public static ContainerUser Find(ProcessConfig process)
    {
        var found = FindUser(process);
        uint[] more = [.. process.MoreGroups, .. process.MoreGroupNames.Select(Group)];
        return more.Length == 0 ? found : found with { Groups = [.. found.Groups.Union(more)] };
    }

    static ContainerUser FindUser(ProcessConfig process)
    {
        if (process.UserName == "")
            return new(process.Uid, process.Gid, [], process.Uid == 0 ? "/root" : "/");
        var parts = process.UserName.Split(':', 2);
        var known = Lines("etc/passwd", 7).FirstOrDefault(line => line[0] == parts[0]) ?? Lines("etc/passwd", 7).FirstOrDefault(line => line[2] == parts[0]);
        uint user = Number(known?[2] ?? parts[0]) ?? throw new InvalidOperationException($"unable to find user {parts[0]}: no matching entries in passwd file");
        // The first group is among the further ones, too: a program that changes it would else lose what files deny that group (CVE-2022-36109).
        if (parts.Length > 1)
            return new(user, Group(parts[1]), [Group(parts[1])], known?[5] ?? "/");
        // The groups that a user is in count only where no group was named.
        uint own = known is null ? 0 : Number(known[3]) ?? 0;
        var further = known is null ? [] : Lines("etc/group", 4).Where(line => line[3].Split(',').Contains(known[0])).Select(line => Number(line[2])).OfType<uint>();
        return new(user, own, [own, .. further.Where(group => group != own).Distinct()], known?[5] ?? "/");
    }

    static uint Group(string group) =>
        Number(Lines("etc/group", 4).FirstOrDefault(line => line[0] == group)?[2] ?? group)
        ?? throw new InvalidOperationException($"unable to find group {group}: no matching entries in group file");

    static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;

    // We are in the container's root already: a link there leads nowhere else. A pipe in the file's place would have us wait.
    static List<string[]> Lines(string path, int fields)
    {
        using var root = new RootFolder("/");
        using var file = root.OpenFile(path);
        if (file is null || file.FileLength() > Most)
            return [];
        var content = new byte[(int)file.FileLength()!.Value];
        int length = 0;
        while (length < content.Length && file.Read(content.AsSpan(length)) is var size and > 0)
            length += size;
        return [.. Encoding.UTF8.GetString(content, 0, length).Split('\n').Select(line => line.Split(':')).Where(line => line.Length >= fields)];
    }
}
