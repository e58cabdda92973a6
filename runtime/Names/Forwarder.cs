using System.Buffers.Binary;
using System.Net;
using Linux;

namespace Hull.Names;

/// <summary>Asks other name servers, one after the other, what is not ours to know, and passes on what they say.</summary>
internal sealed class Forwarder(Watch watch, Func<IPAddress, IReadOnlyList<IPEndPoint>> serversFor)
{
    /// <summary>How many questions may be on their way, for one client and for all.</summary>
    const int MostForOne = 64, MostForAll = 1024;

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    sealed class Errand(Question question, IReadOnlyList<IPEndPoint> servers)
    {
        public Question Question => question;
        public IReadOnlyList<IPEndPoint> Servers => servers;
        public int Asked { get; set; }
        public Exchange? Exchange { get; set; }
        public TimeSpan Deadline { get; set; }
    }

    readonly List<Errand> _errands = [];
    readonly Allowance _allowance = new(MostForOne);

    public void Ask(Question question)
    {
        if (_errands.Count >= MostForAll || !_allowance.Take(question.Client))
        {
            question.Answer(DnsReply.Without(question.Query, DnsOutcome.Refused));
            return;
        }
        var errand = new Errand(question, serversFor(question.Client));
        _errands.Add(errand);
        AskNext(errand);
    }

    /// <summary>Has its exchanges looked after until the next look.</summary>
    public void Look()
    {
        foreach (var late in _errands.FindAll(errand => errand.Deadline <= watch.Now)) AskNext(late);
        foreach (var errand in _errands)
        {
            watch.For(errand.Exchange!.Descriptor, errand.Exchange.WantsToWrite, () => GoOn(errand));
            watch.Until(errand.Deadline);
        }
    }

    void AskNext(Errand errand)
    {
        while (errand.Asked < errand.Servers.Count)
        {
            errand.Exchange?.Dispose();
            errand.Exchange = null;
            var server = errand.Servers[errand.Asked++];
            try
            {
                errand.Exchange = errand.Question.OverTcp ? new ConnectionExchange(errand.Question.Message, server) : new DatagramExchange(errand.Question.Message, server);
                errand.Deadline = watch.Now + s_patience;
                return;
            }
            catch (LinuxException)
            {
                continue;   // there is no way to this one: the next has its turn
            }
        }
        End(errand, DnsReply.Without(errand.Question.Query, DnsOutcome.ServerFailure));
    }

    void GoOn(Errand errand)
    {
        try
        {
            if (errand.Exchange!.GoOn() is not { } answer)
                return;
            BinaryPrimitives.WriteUInt16BigEndian(answer, errand.Question.Query.Id);
            End(errand, answer);
        }
        catch (LinuxException)
        {
            AskNext(errand);   // it does not answer: the next has its turn
        }
    }

    void End(Errand errand, byte[] answer)
    {
        errand.Exchange?.Dispose();
        _errands.Remove(errand);
        _allowance.GiveBack(errand.Question.Client);
        errand.Question.Answer(answer);
    }
}
