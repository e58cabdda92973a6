namespace Hull.Commands;

/// <summary>The keys that, pressed one after the other, leave a container's terminal without ending anything. Docker's are ctrl-p ctrl-q.</summary>
internal sealed class DetachKeys
{
    public const string Usual = "ctrl-p,ctrl-q";

    readonly byte[] _keys;
    readonly List<byte> _pressed = [];

    DetachKeys(byte[] keys) => _keys = keys;

    /// <summary>Keys as --detach-keys has them, with commas between: letters, or ctrl- and a letter or one of @ [ \ ] ^ _.</summary>
    public static DetachKeys Parse(string? text) => new([.. (text is null or "" ? Usual : text).Split(',').Select(key => Key(key, text!))]);

    static byte Key(string key, string text) => key switch
    {
        [var one] when one < 0x80 => (byte)one,
        ['c', 't', 'r', 'l', '-', >= 'a' and <= 'z' and var letter] => (byte)(letter - 'a' + 1),
        ['c', 't', 'r', 'l', '-', '@' or '[' or '\\' or ']' or '^' or '_'] => (byte)(key[^1] & 0x1f),
        "DEL" => 0x7f,
        _ => throw new HullException($"--detach-keys {text} is not understood: {key} is no key; it reads {Usual}, or a,b", exitCode: 1),
    };

    /// <summary>What is to be passed on of what was typed: keys that may be the first of the sequence are kept back until the next one tells.</summary>
    /// <param name="isDetached">The last of them was pressed.</param>
    public byte[] Pass(ReadOnlySpan<byte> typed, out bool isDetached)
    {
        var passed = new List<byte>(typed.Length);
        foreach (byte key in typed)
        {
            _pressed.Add(key);
            while (!_keys.AsSpan().StartsWith(_pressed.ToArray()))
            {
                passed.Add(_pressed[0]);
                _pressed.RemoveAt(0);
            }
            if (_pressed.Count == _keys.Length)
            {
                isDetached = true;
                return [.. passed];
            }
        }
        isDetached = false;
        return [.. passed];
    }
}
