namespace BlazorTravel.Web.Embedded;

/// <summary>Folders that hold what only this user may read.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The mode for folders through which the account of another server must walk.</summary>
    public const UnixFileMode OthersMayEnter = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Makes the folder, mode 0700 where the system has modes; one that exists stays as it is.</summary>
    public static void Create(string path, UnixFileMode mode = OwnerOnly)
    {
        if (Directory.GetParent(path) is { Exists: false } parent)
        {
            Directory.CreateDirectory(parent.FullName);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, mode);
            // What the umask took away when the folder was made.
            File.SetUnixFileMode(path, mode);
        }
    }

    public static EmbeddedSetupException BelongsToSomeoneElse(string path, Exception cause) =>
        new(
            $"This user may not write to {path} ({cause.Message}). Start as the user who started here before, or choose "
                + "another folder: DataDirectory=/some/other/folder",
            cause
        );
}
