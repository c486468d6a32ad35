using System.Globalization;

namespace BlazorTravel.Web.Embedded;

/// <summary>
/// Keeps a data folder to one process. The operating system drops the lock when its process ends, however it ends, so
/// there is never a stale one to clean up.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _stream;

    private FolderLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock, waiting for a predecessor that is just stopping.</summary>
    /// <exception cref="EmbeddedSetupException">Another process holds the folder; the message names it.</exception>
    public static async Task<FolderLock> AcquireAsync(
        string folder,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var deadline = TimeProvider.System.GetTimestamp();
        var ownerFile = Path.Combine(folder, "lock.owner");
        while (true)
        {
            try
            {
                // A locked file cannot be read by others, so who holds it stands in a second one.
                var stream = new FileStream(
                    Path.Combine(folder, "lock"),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                );
                await PrivateFile.ReplaceAsync(
                    ownerFile,
                    Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
                    cancellationToken
                );
                return new FolderLock(stream);
            }
            catch (IOException)
            {
                if (TimeProvider.System.GetElapsedTime(deadline) > patience)
                {
                    var owner = File.Exists(ownerFile)
                        ? await File.ReadAllTextAsync(ownerFile, cancellationToken)
                        : "?";
                    throw new EmbeddedSetupException(
                        $"The data folder {folder} is already in use by process {owner.Trim()}. "
                            + "Stop that process, or give this one a folder of its own: DataDirectory=/some/other/folder"
                    );
                }

                await Task.Delay(100, cancellationToken);
            }
        }
    }

    public void Dispose() => _stream.Dispose();
}
