using System.Buffers.Binary;
using System.Text;

namespace DBus;

/// <summary>A message that came over the wire, as far as replies go: what it answers, the name of an error, and a first value that is text or a truth.</summary>
public sealed class Reply
{
    const int MostBytes = 1 << 27;   // the specification's limit

    readonly byte[] _message;
    readonly int _body;
    string _signature = "";

    Reply(byte[] message)
    {
        _message = message;
        _body = CallMessage.FieldsAt + Padded(Number(message, CallMessage.FieldsLengthAt), 8);
        ReadFields();
    }

    /// <summary>The serial number of the call that this answers; 0 for what answers none.</summary>
    internal uint To { get; private set; }

    /// <summary>The error's name; "" for a reply that is none.</summary>
    internal string ErrorName { get; private set; } = "";

    internal bool IsReply => _message[1] is CallMessage.MethodReturn or CallMessage.ErrorReply;

    internal bool IsError => _message[1] == CallMessage.ErrorReply;

    /// <summary>The first value, if it is text; "" for any other.</summary>
    public string Text => _signature.StartsWith('s') ? String(_body, out _) : "";

    /// <summary>The first value, if it is a truth.</summary>
    /// <exception cref="DBusException">It is something else.</exception>
    public bool Bool => _signature.StartsWith('b') ? Number(_message, _body) != 0
        : throw new DBusException("org.freedesktop.DBus.Error.InvalidArgs", $"the answer is of type \"{_signature}\", not \"b\"");

    /// <summary>How many bytes the message takes whose beginning this is; null while that cannot be told.</summary>
    internal static int? Size(ReadOnlySpan<byte> begun)
    {
        if (begun.Length < CallMessage.FieldsAt)
            return null;
        if (begun[0] != CallMessage.LittleEndian || begun[3] != CallMessage.ProtocolVersion)
            throw new DBusException("org.freedesktop.DBus.Error.NotSupported", "the bus speaks in another byte order, or another version, than it was asked in");
        uint fields = BinaryPrimitives.ReadUInt32LittleEndian(begun[CallMessage.FieldsLengthAt..]), body = BinaryPrimitives.ReadUInt32LittleEndian(begun[CallMessage.BodyLengthAt..]);
        return fields <= MostBytes && body <= MostBytes && fields + body < MostBytes
            ? CallMessage.FieldsAt + Padded((int)fields, 8) + (int)body
            : throw new DBusException("org.freedesktop.DBus.Error.LimitsExceeded", "the bus sends a message that is longer than messages may be");
    }

    /// <param name="message">All of it.</param>
    internal static Reply Parse(ReadOnlySpan<byte> message)
    {
        try
        {
            return new Reply(message.ToArray());
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new DBusException("org.freedesktop.DBus.Error.InconsistentMessage", "the bus sends a message whose lengths do not fit each other");
        }
    }

    // Each is a struct: a code, the signature of one basic type, its value.
    void ReadFields()
    {
        int end = CallMessage.FieldsAt + Number(_message, CallMessage.FieldsLengthAt);
        for (int at = CallMessage.FieldsAt; at < end;)
        {
            at = Padded(at, 8);
            byte code = _message.AsSpan(at)[0];
            string type = Signature(at + 1, out at);
            switch (type)
            {
                case "u":
                    at = Padded(at, 4);
                    if (code == CallMessage.ReplySerial)
                        To = (uint)Number(_message, at);
                    at += 4;
                    break;
                case "g":
                    string signature = Signature(at, out at);
                    if (code == CallMessage.Signature)
                        _signature = signature;
                    break;
                case "s" or "o":
                    string text = String(Padded(at, 4), out at);
                    if (code == CallMessage.ErrorName)
                        ErrorName = text;
                    break;
                default:
                    return;   // a field of another type is none that a reply needs
            }
        }
    }

    string Signature(int at, out int after)
    {
        int length = _message.AsSpan(at)[0];
        after = at + 1 + length + 1;
        return Encoding.ASCII.GetString(_message.AsSpan(at + 1, length));
    }

    string String(int at, out int after)
    {
        int length = Number(_message, at);
        after = at + 4 + length + 1;
        return Encoding.UTF8.GetString(_message.AsSpan(at + 4, length));
    }

    static int Number(byte[] message, int at) => BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(at));

    static int Padded(int at, int to) => (at + to - 1) / to * to;
}
