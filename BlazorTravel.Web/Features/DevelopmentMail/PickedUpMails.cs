using BlazorTravel.Web.Mail.Delivery;
using MimeKit;

namespace BlazorTravel.Web.Features.DevelopmentMail;

/// <summary>Reads the mail that went into the pickup folder instead of out into the world.</summary>
public sealed class PickedUpMails(PickupFolder folder)
{
    private const int Shown = 100;
    private const string Ending = ".eml";

    /// <summary>The newest ones, newest first.</summary>
    public async Task<IReadOnlyList<PickedUpMail>> ListAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder.Folder))
        {
            return [];
        }
        // The names begin with the time.
        var names = Directory
            .EnumerateFiles(folder.Folder, "*" + Ending)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .OrderDescending(StringComparer.Ordinal)
            .Take(Shown);
        var mails = new List<PickedUpMail>();
        foreach (var name in names)
        {
            if (await FindAsync(name, cancellationToken) is { } mail)
            {
                mails.Add(mail);
            }
        }
        return mails;
    }

    /// <summary>Null where there is no such mail; the name comes from an address and is no path.</summary>
    public async Task<PickedUpMail?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (PathOf(name) is not { } path)
        {
            return null;
        }
        try
        {
            return new PickedUpMail(name, await MimeMessage.LoadAsync(path, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            // Removed just now, or not a mail at all.
            return null;
        }
    }

    /// <summary>The file itself; null where there is none.</summary>
    public string? PathOf(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && Path.Combine(folder.Folder, name + Ending) is var path
        && File.Exists(path)
            ? path
            : null;
}

/// <summary>A mail and its file's name without the ending.</summary>
public sealed record PickedUpMail(string Name, MimeMessage Message);
