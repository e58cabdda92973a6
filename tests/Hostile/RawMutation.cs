namespace Tests.Hostile;

/// <summary>Changes to the bytes of a document, which seldom leave it JSON.</summary>
internal static class RawMutation
{
    public static byte[] Change(Random random, byte[] bytes) => random.Next(9) switch
    {
        0 => Random(random, random.Next(200)),
        1 => bytes[..random.Next(bytes.Length + 1)],
        2 => [.. bytes, .. bytes],
        3 => [.. bytes, .. Random(random, 1 + random.Next(8))],
        4 => [.. bytes[..(bytes.Length / 2)], .. Random(random, 1 + random.Next(8)), .. bytes[(bytes.Length / 2)..]],
        5 => [0xef, 0xbb, 0xbf, .. bytes],
        _ => Flip(random, bytes),
    };

    static byte[] Random(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    static byte[] Flip(Random random, byte[] bytes)
    {
        var changed = bytes.ToArray();
        for (int i = 1 + random.Next(4); i > 0 && changed.Length > 0; i--)
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        return changed;
    }
}
