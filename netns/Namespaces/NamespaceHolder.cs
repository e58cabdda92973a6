using Linux;

namespace Netctl.Namespaces;

/// <summary>How something keeps a namespace alive.</summary>
[Flags]
public enum Holding
{
    None = 0,
    /// <summary>A process is in it.</summary>
    Process = 1,
    /// <summary>A thread is in it, the process that it belongs to is not.</summary>
    Thread = 2,
    /// <summary>A process elsewhere has it open.</summary>
    File = 4,
    /// <summary>A process elsewhere has a socket that was opened in it.</summary>
    Socket = 8,
    /// <summary>It is mounted somewhere, which is what having a name means.</summary>
    Mount = 16,
    All = Process | Thread | File | Socket | Mount,
}

/// <summary>One of those who keep a network namespace alive.</summary>
/// <param name="Pid">The process; of a mount that the caller sees too, 0.</param>
/// <param name="Name">What the process is called.</param>
/// <param name="Number">The thread's, the file's or the socket's.</param>
/// <param name="Path">The mount's.</param>
public sealed record NamespaceHolder(Holding By, int Pid, string Name, int Number = 0, string Path = "")
{
    /// <summary>The namespace, by way of this holder; null when it is gone, or cannot be reached that way.</summary>
    public NetNamespace? Open() => By switch
    {
        Holding.Process => NetNamespace.Find($"/proc/{Pid}/ns/net"),
        Holding.Thread => NetNamespace.Find($"/proc/{Pid}/task/{Number}/ns/net"),
        Holding.File => NetNamespace.Find($"/proc/{Pid}/fd/{Number}"),
        Holding.Mount when Pid == 0 => NetNamespace.Find(Path),
        _ => null,
    };

    public override string ToString() => By switch
    {
        Holding.Process => $"{Pid} ({Name})",
        Holding.Thread => $"{Pid} ({Name}), thread {Number}",
        Holding.File => $"{Pid} ({Name}), file {Number}",
        Holding.Socket => $"{Pid} ({Name}), socket {Number}",
        _ => Pid == 0 ? Path : $"{Path} in the mounts of {Pid} ({Name})",
    };
}
