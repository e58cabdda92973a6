using System.Net;
using Plugins.Dhcp.Daemon;
using Plugins.Dhcp.Packets;
using Xunit;

namespace Tests.Bytes;

public class DhcpMessageTests
{
    static byte[] Message(byte[] options, byte[]? file = null, byte[]? sname = null)
    {
        var message = new byte[240 + options.Length];
        message[0] = 2;
        message[2] = 6;
        new byte[] { 10, 0, 0, 7 }.CopyTo(message, 16);
        (sname ?? []).CopyTo(message, 44);
        (file ?? []).CopyTo(message, 108);
        new byte[] { 99, 130, 83, 99 }.CopyTo(message, 236);
        options.CopyTo(message, 240);
        return message;
    }

    [Fact]
    public void Options_that_come_in_parts_are_one()
    {
        var read = DhcpMessage.Read(Message([53, 1, 5, 15, 3, (byte)'p', (byte)'o', (byte)'d', 0, 0, 15, 2, (byte)'.', (byte)'x', 255]))!;

        Assert.Equal(DhcpMessageType.Ack, read.Type);
        Assert.Equal("pod.x"u8.ToArray(), read.Options[DhcpOptions.DomainName]);
        Assert.Equal(IPAddress.Parse("10.0.0.7"), read.Yiaddr);
    }

    [Fact]
    public void Options_may_go_on_in_the_places_of_a_file_and_a_server()
    {
        var read = DhcpMessage.Read(Message([52, 1, 3, 255], file: [1, 4, 255, 255, 255, 0, 255], sname: [3, 4, 10, 0, 0, 1, 255]))!;

        Assert.Equal(IPAddress.Parse("255.255.255.0"), read.Options.Address(DhcpOptions.SubnetMask));
        Assert.Equal(IPAddress.Parse("10.0.0.1"), read.Options.Address(DhcpOptions.Router));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(239)]
    [InlineData(300)]
    public void What_is_no_message_is_none(int length) => Assert.Null(DhcpMessage.Read(new byte[length]));

    [Fact]
    public void An_option_that_is_cut_short_is_left_out() =>
        Assert.Null(DhcpMessage.Read(Message([53, 1, 5, 1, 4, 255, 255]))!.Options[DhcpOptions.SubnetMask]);

    // The examples of RFC 3442.
    [Theory]
    [InlineData("00 0a000001", "0.0.0.0/0 10.0.0.1")]
    [InlineData("08 0a 0a000001", "10.0.0.0/8 10.0.0.1")]
    [InlineData("10 0a11 0a000001", "10.17.0.0/16 10.0.0.1")]
    [InlineData("18 0a1b81 0a000001", "10.27.129.0/24 10.0.0.1")]
    [InlineData("19 0a229c80 0a000001 00 0a000002", "10.34.156.128/25 10.0.0.1|0.0.0.0/0 10.0.0.2")]
    [InlineData("20 0a295c2b 00000000", "10.41.92.43/32 0.0.0.0 253")]
    [InlineData("21 0a295c2b 0a000001", "")]
    [InlineData("18 0a1b81 0a00", "")]
    public void Classless_routes_are_read(string option, string routes)
    {
        var options = new DhcpOptions { [DhcpOptions.ClasslessStaticRoute] = Convert.FromHexString(option.Replace(" ", "")) };

        Assert.Equal(routes, string.Join('|', GrantedRoutes.In(options).Select(route => $"{route.Destination} {route.Gateway} {route.Scope}".TrimEnd())));
    }

    [Fact]
    public void A_packet_that_was_damaged_on_its_way_is_dropped()
    {
        byte[] packet = UdpPacket.Write(IPAddress.Parse("10.0.0.1"), 67, IPAddress.Broadcast, 68, "hello"u8);
        Assert.Equal("hello"u8.ToArray(), UdpPacket.Read(packet).ToArray());
        Assert.Empty(UdpPacket.Read(packet.AsSpan(..^1)).ToArray());

        packet[8]--;

        Assert.Empty(UdpPacket.Read(packet).ToArray());
    }

    [Theory]
    [InlineData("", 1800, 3150, 3600)]
    [InlineData("33 04 00000064 3a 04 0000000a 3b 04 00000014", 10, 20, 100)]
    [InlineData("33 04 00000064 3a 04 0000005a 3b 04 00000014", 20, 20, 100)]   // T1 after T2
    [InlineData("33 04 00000064 3b 04 000000ff", 50, 87.5, 100)]                // T2 after the end
    [InlineData("33 04 00000000", 1, 1.75, 2)]
    public void Times_are_the_servers_or_the_standards(string times, double renewal, double rebinding, double expiry)
    {
        var message = DhcpMessage.Read(Message([53, 1, 5, 54, 4, 10, 0, 0, 1, .. Convert.FromHexString(times.Replace(" ", "")), 255]))!;
        var terms = LeaseTerms.Of(message, [], TimeSpan.Zero)!;

        Assert.Equal((renewal, rebinding, expiry), (terms.Renewal.TotalSeconds, terms.Rebinding.TotalSeconds, terms.Expiry.TotalSeconds));
    }
}
