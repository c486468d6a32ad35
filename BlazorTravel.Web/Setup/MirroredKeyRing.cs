using System.Xml.Linq;
using BlazorTravel.Web.Embedded;
using Microsoft.AspNetCore.DataProtection.Repositories;
using StackExchange.Redis;

namespace BlazorTravel.Web.Setup;

/// <summary>
/// The data protection keys, which all servers share in Redis, with a copy in this server's own folder: forms that travelers
/// send are protected with them, and a server that starts while Redis is away must take those, too.
/// </summary>
public sealed partial class MirroredKeyRing(IXmlRepository shared, string folder, ILogger<MirroredKeyRing> logger)
    : IXmlRepository
{
    private readonly Lock gate = new();
    private readonly string path = Path.Combine(folder, "ring.xml");

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        try
        {
            var elements = shared.GetAllElements();
            Copy(elements);
            return elements;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException && File.Exists(path))
        {
            LogCopyServes(logger, exception.Message);
            return [.. XElement.Load(path).Elements()];
        }
    }

    /// <summary>A key that the others do not learn of would be worse than none: without Redis this fails.</summary>
    public void StoreElement(XElement element, string friendlyName)
    {
        shared.StoreElement(element, friendlyName);
        Copy(shared.GetAllElements());
    }

    private void Copy(IReadOnlyCollection<XElement> elements)
    {
        if (elements.Count == 0)
        {
            return;
        }
        try
        {
            lock (gate)
            {
                PrivateFolder.Create(folder);
                Replace(new XElement("keys", elements));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Only a start during an outage of Redis would miss it.
            LogNotCopied(logger, folder, exception.Message);
        }
    }

    /// <summary>Whole or not at all, and readable for this user only.</summary>
    private void Replace(XElement keys)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var stream = new FileStream(temporary, options))
        {
            keys.Save(stream);
        }
        File.Move(temporary, path, overwrite: true);
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer; the copy of the data protection keys serves: {Reason}")]
    private static partial void LogCopyServes(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "The data protection keys could not be copied to {Folder}: {Reason}")]
    private static partial void LogNotCopied(ILogger logger, string folder, string reason);
}
