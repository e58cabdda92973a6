using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace DBus;

/// <summary>A method call as it goes over the wire (D-Bus specification, "Message Protocol"): little-endian, its arguments all strings.</summary>
internal static class CallMessage
{
    internal const byte LittleEndian = (byte)'l', ProtocolVersion = 1;

    /// <summary>What a message is, in its second byte.</summary>
    internal const byte MethodCall = 1, MethodReturn = 2, ErrorReply = 3;

    /// <summary>The fields of a header.</summary>
    internal const byte Path = 1, Interface = 2, Member = 3, ErrorName = 4, ReplySerial = 5, Destination = 6, Signature = 8;

    internal const int FieldsAt = 16, BodyLengthAt = 4, SerialAt = 8, FieldsLengthAt = 12;

    public static byte[] Write(uint serial, Method method, ReadOnlySpan<string> arguments)
    {
        var fields = new Writer();
        fields.Field(Path, "o", method.Path);
        fields.Field(Interface, "s", method.Interface);
        fields.Field(Member, "s", method.Member);
        fields.Field(Destination, "s", method.Destination);
        if (arguments.Length > 0)
            fields.Field(Signature, "g", new string('s', arguments.Length));
        var body = new Writer();
        foreach (string argument in arguments)
            body.String(argument);

        var message = new byte[FieldsAt + Writer.Padded(fields.Length, 8) + body.Length];
        message[0] = LittleEndian;
        message[1] = MethodCall;
        message[3] = ProtocolVersion;
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(BodyLengthAt), body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(SerialAt), serial);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(FieldsLengthAt), fields.Length);
        fields.Written.CopyTo(message.AsSpan(FieldsAt));
        body.Written.CopyTo(message.AsSpan(message.Length - body.Length));
        return message;
    }

    /// <summary>Values one after the other, each at a multiple of its own alignment from the start. Fields begin at 16, so that theirs is the same.</summary>
    sealed class Writer
    {
        readonly List<byte> _bytes = new(256);

        public int Length => _bytes.Count;

        public ReadOnlySpan<byte> Written => CollectionsMarshal.AsSpan(_bytes);

        // A struct of the field's code and a variant: the variant's own signature, then its value.
        public void Field(byte code, string type, string value)
        {
            Align(8);
            _bytes.Add(code);
            Signature(type);
            if (type == "g")
                Signature(value);
            else
                String(value);
        }

        public void String(string value)
        {
            Align(4);
            Span<byte> length = stackalloc byte[4];
            var text = Encoding.UTF8.GetBytes(value);
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
            _bytes.AddRange(length);
            _bytes.AddRange(text);
            _bytes.Add(0);
        }

        void Signature(string value)
        {
            _bytes.Add((byte)value.Length);
            _bytes.AddRange(Encoding.ASCII.GetBytes(value));
            _bytes.Add(0);
        }

        void Align(int to)
        {
            while (Length % to != 0)
                _bytes.Add(0);
        }

        internal static int Padded(int length, int to) => (length + to - 1) / to * to;
    }
}
