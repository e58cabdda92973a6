using System.Text.Json;
using Linux;

namespace Cni;

/// <summary>The well-known codes of the CNI specification. A plugin's own start at 100.</summary>
public enum CniErrorCode
{
    IncompatibleVersion = 1,
    UnsupportedField = 2,
    UnknownContainer = 3,
    InvalidEnvironment = 4,
    IoFailure = 5,
    DecodingFailure = 6,
    InvalidConfig = 7,
    InvalidNetNs = 8,
    TryAgainLater = 11,
    NotAvailable = 50,
    LimitedConnectivity = 51,
    Internal = 999,
}

/// <summary>A failure as CNI tells it: a code that a runtime can act on, and a sentence that a person can.</summary>
public sealed class CniError(CniErrorCode code, string message, string details = "") : Exception(message)
{
    public CniErrorCode Code => code;

    public string Details => details;

    /// <summary>Message and details, as a runtime shows them.</summary>
    public string Sentence => details == "" ? Message : $"{Message}; {details}";

    const int MostProblems = 20;

    /// <summary>All that is wrong with a configuration, in one message that can still be read.</summary>
    /// <param name="problems">A sentence each.</param>
    /// <param name="before">What the message begins with.</param>
    public static CniError InvalidConfig(IReadOnlyList<string> problems, string before = "") => new(CniErrorCode.InvalidConfig, before + (problems.Count <= MostProblems
        ? string.Join("; ", problems)
        : $"{string.Join("; ", problems.Take(MostProblems))}; and {problems.Count - MostProblems} more"));

    /// <summary>Any failure as CNI's: what the machine cannot store or read is told apart from what went wrong otherwise.</summary>
    internal static CniError From(Exception failure) => failure switch
    {
        CniError error => error,
        LinuxException { Errno: Errno.Io or Errno.NoSpace or Errno.ReadOnlyFileSystem or Errno.FileTooBig or Errno.BadDescriptor or Errno.IsDirectory } =>
            new(CniErrorCode.IoFailure, failure.Message),
        LinuxException { Errno: Errno.NotPermitted } => new(CniErrorCode.Internal, failure.Message, "this takes CAP_NET_ADMIN and CAP_SYS_ADMIN: run it as root"),
        OutOfMemoryException => new(CniErrorCode.Internal, "this takes more memory than a plugin allows itself"),
        TypeInitializationException { InnerException: { } cause } => From(cause),
        _ => new(CniErrorCode.Internal, failure.Message),
    };

    /// <summary>The error object of the specification.</summary>
    internal void WriteTo(Utf8JsonWriter json, CniVersion version)
    {
        json.WriteStartObject();
        json.WriteString("cniVersion", version.ToString());
        json.WriteNumber("code", (int)code);
        json.WriteString("msg", Message);
        if (details != "")
            json.WriteString("details", details);
        json.WriteEndObject();
    }
}
