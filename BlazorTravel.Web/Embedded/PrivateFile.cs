using System.Security.Cryptography;

namespace BlazorTravel.Web.Embedded;

/// <summary>Small files, written whole or not at all, that only their owner may read unless told otherwise.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The mode for what a server under another account reads and nobody else writes.</summary>
    public const UnixFileMode ReadByAll = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes the file beside its place and renames it, with the given mode where the system has modes.</summary>
    public static async Task ReplaceAsync(
        string path,
        string content,
        CancellationToken cancellationToken,
        UnixFileMode mode = OwnerOnly
    )
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        try
        {
            await using (var stream = new FileStream(temporary, options))
            {
                await using var writer = new StreamWriter(stream, leaveOpen: true);
                await writer.WriteAsync(content.AsMemory(), cancellationToken);
                await writer.FlushAsync(cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && mode != OwnerOnly)
            {
                // What the umask took away when the file was made.
                File.SetUnixFileMode(temporary, mode);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Reads the secret kept in the file, making a random one the first time.</summary>
    public static async Task<string> ReadOrCreateSecretAsync(string path, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            var kept = (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
            if (kept.Length > 0)
            {
                return kept;
            }
        }

        var secret = RandomNumberGenerator.GetHexString(48, lowercase: true);
        await ReplaceAsync(path, secret, cancellationToken);
        return secret;
    }
}
