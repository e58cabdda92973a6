using Linux;

namespace Hull.Monitor;

/// <summary>A standard stream of ours that shows what a container writes, for as long as anybody looks.</summary>
internal sealed class Onlooker(int number)
{
    FileDescriptor? _file = new(number);

    public void Write(ReadOnlySpan<byte> piece)
    {
        try
        {
            _file?.Write(piece);
        }
        catch (LinuxException e) when (e.Errno is Errno.BrokenPipe or Errno.Io)
        {
            _file = null;   // gone; the log goes on
        }
    }
}
