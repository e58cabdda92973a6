using System.Buffers;
using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cni;
using Linux;

namespace Netctl.Commands;

/// <summary>netctl cni add NETWORK NAMESPACE: attaches a namespace and prints the result.</summary>
internal static class CniAdd
{
    // As cnitool prints it.
    static readonly JsonWriterOptions s_indented = new() { Indented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create() => AttachmentVerb.Create("add",
        "Attaches a namespace to a network and prints what was made. What was made is taken away again if a plugin fails.",
        [.. CniCommand.Demo, "netctl cni add demo blue"], needsNamespace: true,
        (runtime, network, at, options) =>
        {
            if (runtime.Find(network, at) is not null)
                throw new CniError(CniErrorCode.InvalidEnvironment,
                    $"{at.IfName} of {at.NetNs} is attached to {network.Name} already; `netctl cni del` detaches it, and -i gives another name");
            Print(runtime.Add(network, at, options), network.CniVersion);
        });

    static void Print(CniResult result, CniVersion version)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, s_indented))
            result.WriteTo(json, version);
        output.Write("\n"u8);
        Stdio.WriteOutput(output.WrittenSpan);
    }
}
