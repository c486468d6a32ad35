using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace BlazorTravel.Tests.Support;

/// <summary>
/// A process of the tests that cannot outlive them: should the test process die without cleaning up, a watcher sees its
/// pipe close and kills the child. <see cref="Id"/> is the program's own process id, not a shell's.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    // The shell becomes the program, so id, signals and exit code are the program's. The watcher reads the pipe that only
    // the test process holds open: a line means "it ended in order", end of file means "the test process is gone". It
    // ignores the signals that a whole terminal or process group gets, for then it is needed.
    private const string Leash =
        "exec 3<&0; pid=$$; (trap '' INT TERM HUP; read -r _ <&3 || kill -KILL $pid) >/dev/null 2>&1 & "
        + "exec \"$@\" 3<&- </dev/null";

    // The same for a program that listens to its stdin: it ends by itself when that closes.
    private const string Unleashed = "exec \"$@\"";

    private readonly Process _process;
    private readonly bool _readsInput;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private bool _abandoned;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process, bool readsInput)
    {
        _process = process;
        _readsInput = readsInput;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything written to stdout and stderr so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts a program; <paramref name="onLine"/> gets each line of its stdout.</summary>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null,
        Action<string>? onLine = null,
        bool readsInput = false
    )
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            WorkingDirectory = workingDirectory ?? Repository.Root,
        };
        foreach (var argument in (string[])["-c", readsInput ? Unleashed : Leash, "sh", program, .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new ChildProcess(process, readsInput);
        process.Exited += (_, _) => child._exited.TrySetResult();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                child._outputEnded.TrySetResult();
                return;
            }
            child.Keep(line.Data);
            onLine?.Invoke(line.Data);
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                child.Keep(line.Data);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Writes one line to the program's stdin.</summary>
    public async Task WriteLineAsync(string line)
    {
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends a signal, such as <c>TERM</c>, <c>INT</c> or <c>KILL</c>, to the program alone.</summary>
    public void Signal(PosixSignalName signal)
    {
        if (!HasExited && NativeKill(Id, (int)signal) != 0 && !HasExited)
            throw new InvalidOperationException($"Could not send {signal} to process {Id}.");
    }

    public async Task WaitForExitAsync(TimeSpan timeout)
    {
        if (await Task.WhenAny(_exited.Task, Task.Delay(timeout)) != _exited.Task)
            throw new TimeoutException($"Process {Id} still runs after {timeout.TotalSeconds:0} s.\n{Output}");
        // Its last lines; a grandchild that keeps the pipe open must not hold this up.
        await Task.WhenAny(_outputEnded.Task, Task.Delay(TimeSpan.FromSeconds(1)));
    }

    /// <summary>As <c>kill -9</c>: no clean-up of any kind happens in the program.</summary>
    public async Task KillAsync()
    {
        Signal(PosixSignalName.Kill);
        await WaitForExitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Asks with SIGTERM, then kills after <paramref name="patience"/>.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (HasExited)
            return;
        Signal(PosixSignalName.Terminate);
        try
        {
            await WaitForExitAsync(patience);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    /// <summary>Closes the pipe as the death of the test process would.</summary>
    internal void Abandon()
    {
        _abandoned = true;
        _process.StandardInput.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(10));
        try
        {
            if (!_readsInput && !_abandoned)
                await WriteLineAsync("ended");
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The reader of the pipe is gone too.
        }
        _process.Dispose();
    }

    // Only for messages about failures, where the end of it tells most.
    private void Keep(string line)
    {
        _output.Enqueue(line.Length > 2000 ? line[..2000] : line);
        while (_output.Count > 2000)
            _output.TryDequeue(out _);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int NativeKill(int pid, int signal);
}

/// <summary>The signals tests send, by their POSIX numbers.</summary>
public enum PosixSignalName
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}
