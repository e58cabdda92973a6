using System.Runtime.InteropServices;

namespace Linux;

/// <summary>A null-terminated list of C strings, the form of argv and envp.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    readonly byte** _strings;
    readonly int _count;

    public CStrings(IReadOnlyList<string> strings)
    {
        _count = strings.Count;
        _strings = (byte**)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < _count; i++)
            _strings[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
    }

    public byte** Pointer => _strings;

    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
            Marshal.FreeCoTaskMem((nint)_strings[i]);
        NativeMemory.Free(_strings);
    }
}
