namespace BlazorTravel.Tests.Embedded;

/// <summary>A folder for one test that the account of a server started as root may enter too.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"blazortravel-test-{Guid.NewGuid():N}"[..30]);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
