namespace Hull.Names;

/// <summary>The types of records that are answered here (RFC 1035 section 3.2.2, RFC 3596). All others are asked elsewhere.</summary>
internal enum DnsType : ushort
{
    A = 1,
    Ptr = 12,
    Aaaa = 28,
    Opt = 41,
}

/// <summary>How a question ended (RFC 1035 section 4.1.1, RCODE).</summary>
internal enum DnsOutcome
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
    Refused = 5,
}
