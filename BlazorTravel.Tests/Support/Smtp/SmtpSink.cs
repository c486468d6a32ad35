using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorTravel.Tests.Support;

/// <summary>How the SMTP server wants its connections encrypted, by the names of <c>Smtp:Security</c>.</summary>
public enum SmtpSinkSecurity
{
    None,
    StartTls,
    Tls,
}

/// <summary>What kind of SMTP server to be.</summary>
/// <param name="Username">When set, mail is taken only after AUTH with this name and password.</param>
public sealed record SmtpSinkOptions(
    SmtpSinkSecurity Security = SmtpSinkSecurity.None,
    string? Username = null,
    string? Password = null
);

/// <summary>
/// A real SMTP server on a loopback port: it takes every mail, or refuses as told, and shows what it took.
/// Stopped and started again it keeps its port and its mails.
/// </summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly SmtpSinkOptions _options;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<ReceivedMail> _received = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _commands = new();
    private volatile TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource _listening = NewSignal();
    private ChildProcess? _process;
    private int _lastCommand;
    private int _faultsHappened;

    private SmtpSink(SmtpSinkOptions options)
    {
        _options = options;
        if (options.Security != SmtpSinkSecurity.None)
            _certificate = MakeCertificate();
        Port = FreePort.Next();
    }

    public string Host => "127.0.0.1";

    public int Port { get; }

    /// <summary>The self-signed certificate of a server with TLS, so that a client may be told to trust just this one.</summary>
    public X509Certificate2? Certificate => _certificate;

    /// <summary>All mail taken so far, in the order of arrival.</summary>
    public IReadOnlyList<ReceivedMail> Received => [.. _received];

    public static async Task<SmtpSink> StartAsync(SmtpSinkOptions? options = null)
    {
        var sink = new SmtpSink(options ?? new SmtpSinkOptions());
        try
        {
            await sink.ListenAsync();
            return sink;
        }
        catch
        {
            await sink.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening; connections are refused until <see cref="ListenAsync"/>.</summary>
    public async Task StopListeningAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.KillAsync();
            await process.DisposeAsync();
        }
    }

    /// <summary>Listens again on the same port, without the faults of before.</summary>
    public async Task ListenAsync()
    {
        var folder = await SmtpSinkPackage.EnsureAsync();
        _listening = NewSignal();
        var process = ChildProcess.Start(
            SmtpSinkPackage.Node,
            [Path.Combine(folder, "sink.mjs")],
            workingDirectory: folder,
            onLine: OnLine,
            readsInput: true
        );
        _process = process;
        await process.WriteLineAsync(
            JsonSerializer.Serialize(
                new
                {
                    Port,
                    Security = _options.Security.ToString(),
                    _options.Username,
                    _options.Password,
                    Key = _certificate?.GetRSAPrivateKey()?.ExportPkcs8PrivateKeyPem(),
                    Certificate = _certificate?.ExportCertificatePem(),
                },
                Json
            )
        );
        try
        {
            await _listening.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The SMTP server did not start.\n{process.Output}");
        }
    }

    /// <summary>Adds a fault behind those that still wait for their turn.</summary>
    public Task InjectAsync(SmtpFault fault)
    {
        var stage = fault.Stage.ToString().ToLowerInvariant();
        return CommandAsync(id => new
        {
            id,
            AddFault = new
            {
                stage,
                fault.Code,
                fault.Count,
                fault.Text,
                Recipient = fault.Recipient?.ToLowerInvariant(),
            },
        });
    }

    /// <summary>How many injected faults happened so far.</summary>
    public async Task<int> CountFaultsAsync()
    {
        // The answer comes behind the news of every fault before it.
        await CommandAsync(id => new { id });
        return Volatile.Read(ref _faultsHappened);
    }

    /// <summary>Takes back every fault that has not happened yet.</summary>
    public Task ClearFaultsAsync() => CommandAsync(id => new { id, Faults = Array.Empty<object>() });

    /// <summary>Lets the server think this long before it takes or refuses a mail.</summary>
    public Task DelayAcceptAsync(TimeSpan delay) =>
        CommandAsync(id => new { id, AcceptDelay = (int)delay.TotalMilliseconds });

    /// <summary>Forgets the mail taken so far.</summary>
    public void Clear() => _received.Clear();

    /// <summary>The first mail that fits, at once or when it arrives; otherwise fails and names what did arrive.</summary>
    public async Task<ReceivedMail> WaitForAsync(Func<ReceivedMail, bool> predicate, TimeSpan? timeout = null) =>
        (await WaitForAsync(predicate, 1, timeout))[0];

    /// <summary>Waits until <paramref name="count"/> mails fit, and gives all that do.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> WaitForAsync(
        Func<ReceivedMail, bool> predicate,
        int count,
        TimeSpan? timeout = null
    )
    {
        var patience = timeout ?? TimeSpan.FromSeconds(20);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        while (true)
        {
            var changed = _changed.Task;
            var fitting = _received.Where(predicate).ToList();
            if (fitting.Count >= count)
                return fitting;
            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                throw new TimeoutException(
                    $"{fitting.Count} of {count} expected mails after {patience.TotalSeconds:0.#} s. Arrived: "
                        + (_received.IsEmpty ? "none" : string.Join("; ", _received))
                );
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopListeningAsync();
        _certificate?.Dispose();
    }

    private async Task CommandAsync(Func<int, object> command)
    {
        var process = _process ?? throw new InvalidOperationException("The SMTP server is stopped.");
        var id = Interlocked.Increment(ref _lastCommand);
        var done = _commands[id] = NewSignal();
        await process.WriteLineAsync(JsonSerializer.Serialize(command(id), Json));
        await done.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private void OnLine(string line)
    {
        var message = JsonSerializer.Deserialize<SinkEvent>(line, Json);
        switch (message)
        {
            case { Event: "listening" }:
                _listening.TrySetResult();
                break;
            case { Event: "ack" } when _commands.TryRemove(message.Id, out var done):
                done.TrySetResult();
                break;
            case { Event: "fault" }:
                Interlocked.Increment(ref _faultsHappened);
                break;
            case { Event: "mail" }:
                _received.Enqueue(
                    new ReceivedMail(
                        message.From ?? "",
                        message.To ?? [],
                        message.User,
                        message.Secure,
                        Convert.FromBase64String(message.Raw ?? ""),
                        TimeProvider.System.GetUtcNow()
                    )
                );
                Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
                _ = ConfirmAsync(message.Id);
                break;
        }
    }

    private async Task ConfirmAsync(int mail)
    {
        try
        {
            if (_process is { } process)
                await process.WriteLineAsync(JsonSerializer.Serialize(new { confirm = mail }, Json));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Stopped meanwhile: to the sender this is a connection that broke.
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7));
    }

    private sealed record SinkEvent(
        string Event,
        int Id,
        string? From,
        IReadOnlyList<string>? To,
        string? User,
        bool Secure,
        string? Raw
    );
}
