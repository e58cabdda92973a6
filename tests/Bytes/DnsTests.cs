using System.Net;
using Hull.Names;
using Xunit;

namespace Tests.Bytes;

/// <summary>DNS messages as they are on the wire, and those that are none.</summary>
public class DnsTests
{
    const string Header = "1234 0100 0001 0000 0000 0000", WebA = "03 576562 00 0001 0001";

    [Fact]
    public void A_question_is_read_whatever_its_case()
    {
        var query = DnsQuery.Read(Bytes($"{Header} {WebA}"), out _)!;

        Assert.Equal(("web", DnsType.A, true, 0x1234), (query.Name, query.Type, query.IsInternet, query.Id));
        Assert.Null(query.DatagramSize);
    }

    [Theory]
    [InlineData("00 0029 1000 0000 0000 0000", 1232)]   // 4096 is more than we send
    [InlineData("00 0029 0100 0000 0000 0000", 512)]    // 256 is less than everybody takes
    public void Edns_says_how_much_fits(string record, int size) =>
        Assert.Equal(size, DnsQuery.Read(Bytes($"1234 0100 0001 0000 0000 0001 {WebA} {record}"), out _)!.DatagramSize);

    [Theory]
    [InlineData("1234 0100 0001", 0)]                                                // not even a header: no answer
    [InlineData("1234 8100 0001 0000 0000 0000 03 576562 00 0001 0001", 0)]          // an answer: no answer
    [InlineData("1234 2800 0001 0000 0000 0000 03 576562 00 0001 0001", 4)]          // an update
    [InlineData("1234 0100 0002 0000 0000 0000 03 576562 00 0001 0001", 1)]          // two questions
    [InlineData("1234 0100 0001 0000 0000 0000 03 5765", 1)]                         // a label that ends too soon
    [InlineData("1234 0100 0001 0000 0000 0000 c00c 0001 0001", 1)]                  // a name that points to itself
    [InlineData("1234 0100 0001 0000 0000 0000 03 576562 00 0001", 1)]               // without a class
    public void What_is_no_question_is_answered_so_or_not_at_all(string message, int outcome)
    {
        Assert.Null(DnsQuery.Read(Bytes(message), out var problem));
        Assert.Equal((DnsOutcome)outcome, problem);
        var reply = DnsReply.ToUnreadable(Bytes(message), problem);
        Assert.Equal(outcome == 0 ? null : $"1234{(outcome == 4 ? "a8" : "81")}0{outcome:x}0000000000000000", reply is null ? null : Convert.ToHexStringLower(reply));
    }

    [Fact]
    public void Answers_that_do_not_fit_are_cut_off_and_say_so()
    {
        var query = DnsQuery.Read(Bytes($"{Header} {WebA}"), out _)!;
        var addresses = Enumerable.Range(1, 100).Select(last => new IPAddress([10, 0, 0, (byte)last]));

        var cut = DnsReply.Addresses(query, addresses, limit: 512);
        var whole = DnsReply.Addresses(query, addresses, limit: ushort.MaxValue);

        Assert.InRange(cut.Length, 490, 512);
        Assert.Equal((0x02, 30), (cut[2] & 0x02, cut[7]));
        Assert.Equal((0, 100), (whole[2] & 0x02, whole[7]));
    }

    [Theory]
    [InlineData("2.0.44.10.in-addr.arpa", "10.44.0.2")]
    [InlineData("9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.5.0.0.0.0.0.d.f.ip6.arpa", "fd00:5::9")]
    [InlineData("44.10.in-addr.arpa", null)]
    [InlineData("256.0.44.10.in-addr.arpa", null)]
    [InlineData("web", null)]
    public void A_reverse_name_is_an_address(string name, string? address) => Assert.Equal(address, ReverseName.Read(name)?.ToString());

    [Fact]
    public void Random_bytes_are_no_harm()
    {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            var message = new byte[random.Next(80)];
            random.NextBytes(message);
            if (message.Length > 5) (message[2], message[4], message[5]) = (1, 0, 1);
            if (DnsQuery.Read(message, out var problem) is { } query) Assert.NotEmpty(DnsReply.Without(query, DnsOutcome.NameError));
            else _ = DnsReply.ToUnreadable(message, problem);
        }
    }

    static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", ""));
}
