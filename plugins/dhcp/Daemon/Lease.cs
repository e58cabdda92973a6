using Cni;
using Linux;
using Plugins.Dhcp.Packets;

namespace Plugins.Dhcp.Daemon;

/// <summary>
/// One lease, from the first question to its end, as a state machine: it is told when a packet has come and when its time has, and never waits.
/// </summary>
internal sealed class Lease : IDisposable
{
    // RFC 2131 says 4 s for a network of its time; half of the questions of a busy minute would be lost, and the next would be as late.
    static readonly TimeSpan s_firstResend = TimeSpan.FromSeconds(1), s_shortestPause = TimeSpan.FromSeconds(4);

    readonly DaemonCall _call;
    readonly ContainerLink _link;
    readonly DaemonOptions _options;
    readonly LeaseFolder _folder;

    Conversation? _talk;
    DhcpMessage? _offer;
    TimeSpan _start, _phaseStart, _pause;

    Lease(DaemonCall call, ContainerLink link, DaemonOptions options, LeaseFolder folder) => (_call, _link, _options, _folder) = (call, link, options, folder);

    /// <summary>Whose it is.</summary>
    public LeaseKey Key => _call.Key;

    public LeaseState State { get; private set; }

    /// <summary>What the server has granted; null until it has.</summary>
    public LeaseTerms? Terms { get; private set; }

    /// <summary>When <see cref="OnTime"/> is to be called, since the machine's start.</summary>
    public TimeSpan Deadline { get; private set; }

    /// <summary>What to watch for packets; null while none are waited for.</summary>
    public FileDescriptor? Descriptor => _talk?.Descriptor;

    /// <summary>Why there is no lease.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>The container may use the address.</summary>
    public bool IsHeld => State is LeaseState.Bound or LeaseState.Renewing or LeaseState.Rebinding;

    /// <summary>Whether it is for the link that is meant now: a container of the same name may have been made anew.</summary>
    public bool IsFor(string netns) => FileIdentity.Of(_options.HostPrefix + netns) == _link.Namespace;

    /// <summary>Asks for a new one.</summary>
    public static Lease Ask(DaemonCall call, DaemonOptions options, LeaseFolder folder)
    {
        var lease = new Lease(call, ContainerLink.At(options.HostPrefix + call.NetNs, call.Key.IfName), options, folder);
        lease.StartOver(BootTime.Now);
        return lease;
    }

    // INIT, to go through all from the start.
    void StartOver(TimeSpan now)
    {
        Close();
        _talk = _link.Open();
        if (_talk is null)
        {
            End($"{_link.IfName} is gone from {_link.NetNs}");
            return;
        }
        _start = now;
        Enter(LeaseState.Selecting, now);
    }

    void Enter(LeaseState state, TimeSpan now)
    {
        (State, _phaseStart, _pause) = (state, now, s_firstResend);
        if (state == LeaseState.Selecting)
            _offer = null;
        Resend(now);
    }

    // Twice as long each time, and by a quarter more or less, so that those that asked together do not go on so.
    void Resend(TimeSpan now)
    {
        Say(_offer is null ? LeaseQuestions.Discover(_call, Terms) : LeaseQuestions.Request(_call, _offer), now);
        _pause = Earlier(_pause, _options.ResendMax);
        Deadline = now + _pause * (0.75 + KernelRandom.Below(1000) / 2000.0);
        _pause *= 2;
    }

    void Say(DhcpMessage question, TimeSpan now)
    {
        var message = new DhcpMessage
        {
            Xid = _talk!.Xid, Chaddr = _talk.HardwareAddress, Ciaddr = question.Ciaddr, Broadcast = _options.Broadcast,
            Secs = (ushort)Math.Min((now - _start).TotalSeconds, ushort.MaxValue), Options = question.Options,
        };
        try
        {
            if (State == LeaseState.Renewing || message.Type == DhcpMessageType.Release)
                _talk.Send(message, Terms!.Server, Terms.ServerHardwareAddress);
            else
                _talk.Broadcast(message);
        }
        catch (LinuxException e)   // a link that is down, a queue that is full: as good as lost on the way, and asked again
        {
            Log(e.Message);
        }
    }

    /// <summary>Takes what has come.</summary>
    public void OnPacket(TimeSpan now)
    {
        try
        {
            while (_talk?.Receive() is var (message, from))
                Take(message, from, now);
        }
        catch (LinuxException e) when (e.Errno is Errno.NetworkDown or Errno.NoDevice)   // it is said once, and the deadline finds out what is there
        {
            Log(e.Message);
        }
    }

    void Take(DhcpMessage message, byte[] from, TimeSpan now)
    {
        switch (message.Type)
        {
            case DhcpMessageType.Offer when State == LeaseState.Selecting && LeaseTerms.Of(message, from, now) is { } offered:
                if (Terms is not null && !offered.Address.Equals(Terms.Address))
                    Lose($"{offered.Server} offers {offered.Address} in place of {Terms.Address}");
                else
                {
                    _offer = message;
                    Enter(LeaseState.Requesting, now);
                }
                break;
            case DhcpMessageType.Ack when State is LeaseState.Requesting or LeaseState.Renewing or LeaseState.Rebinding && LeaseTerms.Of(message, from, now) is { } granted:
                Grant(granted);
                break;
            case DhcpMessageType.Nak when State == LeaseState.Requesting:
                Log("the server has changed its mind");
                (State, _offer, Deadline) = (LeaseState.Selecting, null, now + _pause);
                break;
            case DhcpMessageType.Nak when State is LeaseState.Renewing or LeaseState.Rebinding:
                Log($"{message.Options.Address(DhcpOptions.ServerIdentifier)} says no to {Terms!.Address}");
                StartOver(now);
                break;
        }
    }

    void Grant(LeaseTerms granted)
    {
        if (Terms is not null && !Terms.Address.Equals(granted.Address))
            Lose($"{granted.Server} grants {granted.Address} in place of {Terms.Address}");
        else if (granted.PrefixLength is null)
            End("DHCP option Subnet Mask not found in DHCPACK");
        else
        {
            Log($"{granted.Address} {(Terms is null ? "granted" : "renewed")} by {granted.Server} for {(granted.Expiry - granted.Granted).TotalSeconds} s");
            Hold(granted);
            _folder.Save(Key, new KeptLease(_call, _link, granted).Write());
        }
    }

    void Hold(LeaseTerms terms)
    {
        Close();
        (Terms, State, Deadline) = (terms, LeaseState.Bound, terms.Renewal);
    }

    /// <summary>Goes on, when the deadline has come.</summary>
    public void OnTime(TimeSpan now)
    {
        try
        {
            GoOn(now);
        }
        catch (LinuxException e)   // of the machine, not of the lease: it may have what is needed in a while
        {
            Log(e.Message);
            Close();
            Deadline = now + s_shortestPause;
        }
    }

    void GoOn(TimeSpan now)
    {
        if (State is LeaseState.Selecting or LeaseState.Requesting)
            GoOnAsking(now);
        else if (now >= Terms!.Expiry)
            Lose("the lease has expired");
        else if (State == LeaseState.Bound)
            Renew(LeaseState.Renewing, now);
        else if (State == LeaseState.Renewing && now >= Terms.Rebinding)
            Renew(LeaseState.Rebinding, now);
        else if (_talk is null)
            Renew(State, now);
        else
            Pause(now);
    }

    void GoOnAsking(TimeSpan now)
    {
        if (now - _start >= _options.ResendTimeout)
            (Terms is null ? End : (Action<string>)Lose)("no more tries");
        else if (_talk is null)
            StartOver(now);
        else if (State == LeaseState.Requesting && now - _phaseStart >= _options.Timeout)
            Enter(LeaseState.Selecting, now);
        else
            Resend(now);
        if (State is LeaseState.Selecting or LeaseState.Requesting && Deadline > _start + _options.ResendTimeout)
            Deadline = _start + _options.ResendTimeout;
    }

    void Renew(LeaseState how, TimeSpan now)
    {
        State = how;
        _talk ??= _link.Open();
        if (_talk is null)
        {
            End($"{_link.IfName} is gone from {_link.NetNs}: the lease is left to its server");
            return;
        }
        _start = now;
        Say(LeaseQuestions.Renew(_call, Terms!), now);
        Deadline = Earlier(now + _options.Timeout, Limit);
    }

    // Half of the time that is left. Nothing is held open meanwhile, lest a namespace outlives its container.
    void Pause(TimeSpan now)
    {
        Close();
        var half = (Limit - now) / 2;
        Deadline = Earlier(now + (half > s_shortestPause ? half : s_shortestPause), Limit);
    }

    TimeSpan Limit => State == LeaseState.Renewing ? Terms!.Rebinding : Terms!.Expiry;

    static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Forgets the lease. The server, which is not told, gives the same client the same address again.</summary>
    public void Abandon() => End("given up for a new one");

    /// <summary>Tells the server that the address is free, and forgets the lease.</summary>
    public void Release()
    {
        if (IsHeld)
        {
            Close();
            (_start, _talk) = (BootTime.Now, _link.Open());
            if (_talk is null)
                Log($"{_link.IfName} is gone: {Terms!.Server} cannot be told, and keeps {Terms!.Address} until the lease ends");
            else
                Say(LeaseQuestions.Release(_call, Terms!), _start);
        }
        End("released");
    }

    // The address was the container's, and is not any more. The record goes last: a daemon that is killed in between finds it, and comes here again.
    void Lose(string why)
    {
        try
        {
            _link.SetDown();
            End($"{why}; {_link.IfName} is set down");
        }
        catch (LinuxException e)
        {
            End($"{why}; {e.Message}");
        }
    }

    void End(string why)
    {
        Close();
        (State, Failure) = (LeaseState.Over, why);
        _folder.Remove(Key);
        Log(why);
    }

    /// <summary>Takes up a lease that an earlier daemon has kept; null when there is nothing left of it to keep.</summary>
    public static Lease? Restore(ConfigObject json, DaemonOptions options, LeaseFolder folder)
    {
        if (KeptLease.Read(json, options) is not { } kept)
            return null;
        var lease = new Lease(kept.Call, kept.Link, options, folder);
        lease.Hold(kept.Terms);
        lease.Log($"{kept.Terms.Address} of {kept.Terms.Server} taken up again");
        return lease;
    }

    void Log(string what) => Stdio.WriteError($"{Key}: {what}");

    void Close()
    {
        _talk?.Dispose();
        _talk = null;
    }

    public void Dispose() => Close();
}
