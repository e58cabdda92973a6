using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using Google.Protobuf;

namespace Conformance.Clients;

/// <summary>
/// Calls a container runtime as a kubelet does: gRPC over a Unix socket, which is HTTP/2 with a length before each message and the status after it.
/// Make it outside a lab: HttpClient works on pool threads, and one that is born in a lab's namespaces would keep them after the lab.
/// </summary>
internal sealed class CriClient : IDisposable
{
    const int PrefixLength = 5;   // a byte for compression, four for the length

    readonly BlockingCollection<Action> _calls = [];
    readonly HttpClient _http;

    public CriClient()
    {
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, _) => new(Connect()) }) { Timeout = TimeSpan.FromMinutes(2) };
        new Thread(() => { foreach (var call in _calls.GetConsumingEnumerable()) call(); }) { IsBackground = true }.Start();
    }

    /// <summary>Where the runtime listens, as a path that is good outside of the lab.</summary>
    public string Socket { get; set; } = "";

    /// <summary>Calls a method of RuntimeService and waits for its answer. What the runtime refuses is a <see cref="CriException"/>.</summary>
    public T Call<T>(string method, IMessage request, MessageParser<T> answers) where T : IMessage<T> => CallAll(method, [request], answers)[0];

    /// <summary>The same, with all requests under way at once.</summary>
    public T[] CallAll<T>(string method, IReadOnlyList<IMessage> requests, MessageParser<T> answers) where T : IMessage<T>
    {
        T[] result = [];
        ExceptionDispatchInfo? failure = null;
        using var done = new ManualResetEventSlim();
        _calls.Add(() =>
        {
            try { result = Task.WhenAll(requests.Select(request => Send(method, request, answers))).GetAwaiter().GetResult(); }
            catch (Exception e) { failure = ExceptionDispatchInfo.Capture(e); }
            done.Set();
        });
        done.Wait();
        failure?.Throw();
        return result;
    }

    async Task<T> Send<T>(string method, IMessage request, MessageParser<T> answers) where T : IMessage<T>
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"http://localhost/runtime.v1.RuntimeService/{method}")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = Framed(request),
        };
        message.Headers.TE.Add(new("trailers"));
        using var response = await _http.SendAsync(message);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        string status = Trailer(response, "grpc-status");
        return status == "0"
            ? answers.ParseFrom(body, PrefixLength, body.Length - PrefixLength)
            : throw new CriException($"{method}: {Uri.UnescapeDataString(Trailer(response, "grpc-message"))} (gRPC status {status})");
    }

    static ByteArrayContent Framed(IMessage request)
    {
        byte[] body = [.. new byte[PrefixLength], .. request.ToByteArray()];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), body.Length - PrefixLength);
        return new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };
    }

    // A refusal without a message has its status among the headers.
    static string Trailer(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values) ? string.Concat(values) : "";

    NetworkStream Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(Socket));
        return new NetworkStream(socket, ownsSocket: true);
    }

    public void Dispose()
    {
        _calls.CompleteAdding();
        _http.Dispose();
    }
}

/// <summary>What a container runtime said instead of doing as it was asked.</summary>
internal sealed class CriException(string message) : Exception(message);
