namespace Linux;

/// <summary>Signals by number (signal(7)).</summary>
public enum Signal
{
    Hangup = 1,
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    User1 = 10,
    User2 = 12,
    Pipe = 13,
    Terminate = 15,
    WindowChange = 28,
}
