using Netlink.Wire;
using Xunit;

namespace Tests.Bytes;

public class WireTests
{
    const ushort Text = 1, Nest = 2;

    [Fact]
    public void A_used_buffer_shows_nothing_of_what_was_in_it()
    {
        var buffer = new byte[64];
        Array.Fill(buffer, (byte)0xff);
        var message = new MessageWriter(buffer, 0, MessageFlags.None, new AttributeTrail());

        message.Put(Text, "ab");

        Golden.Check(message.Written[MessageHeader.Size..], "07 00 01 00  61 62 00 00   three bytes and one of padding, zero");
    }

    [Fact]
    public void A_value_longer_than_its_length_can_say_is_refused() => Assert.Throws<ArgumentException>(() =>
    {
        var message = new MessageWriter(new byte[200_000], 0, MessageFlags.None, new AttributeTrail());
        message.Put(Text, new byte[65_533]);
    });

    [Fact]
    public void A_nest_longer_than_its_length_can_say_is_refused() => Assert.Throws<ArgumentException>(() =>
    {
        var message = new MessageWriter(new byte[200_000], 0, MessageFlags.None, new AttributeTrail());
        using (message.Nest(Nest))
            for (int i = 0; i < 3; i++)
                message.Put(Text, new byte[30_000]);
    });

    [Fact]
    public void A_message_longer_than_its_buffer_is_refused() => Assert.Throws<ArgumentException>(() =>
    {
        var message = new MessageWriter(new byte[32], 0, MessageFlags.None, new AttributeTrail());
        message.Put(Text, new byte[64]);
    });

    [Theory]
    [InlineData("03 00 01 00", "shorter than its own header")]
    [InlineData("09 00 01 00 00 00 00 00", "longer than what is there")]
    public void An_attribute_that_lies_about_its_length_is_refused(string bytes, string how)
    {
        var e = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var _ in new AttributeReader(Convert.FromHexString(bytes.Replace(" ", "")))) { }
        });
        Assert.True(e.Message.Contains("claims"), how);
    }

    [Fact]
    public void A_message_that_lies_about_its_length_is_refused() => Assert.Throws<InvalidDataException>(() =>
    {
        var datagram = new byte[16];
        datagram[0] = 17;
        foreach (var _ in new MessageReader(datagram)) { }
    });
}
