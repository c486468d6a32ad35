namespace BlazorTravel.Tests.Support;

/// <summary>Where the sources lie and where tests may put things.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>BlazorTravel.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path below the repository's root.</summary>
    public static string PathTo(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A new empty folder in the system's temporary directory; its maker deletes it.</summary>
    public static string NewTemporaryFolder(string purpose) =>
        Directory.CreateTempSubdirectory($"blazortravel-{purpose}-").FullName;

    /// <summary>Deletes a folder that a process may still be leaving; what cannot be deleted stays in the temporary directory.</summary>
    public static void DeleteFolder(string folder)
    {
        for (var attempt = 0; attempt < 5 && Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BlazorTravel.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No BlazorTravel.sln above {AppContext.BaseDirectory}.");
    }
}
