using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Tests.Shell;

/// <summary>The app's real texts, for tests that don't start the app.</summary>
internal static class Texts
{
    /// <summary>Texts of one resource in one language; the calling test's culture is set to it.</summary>
    public static IStringLocalizer<T> Of<T>(string language)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        return new StringLocalizer<T>(
            new ResourceManagerStringLocalizerFactory(
                Options.Create(new LocalizationOptions()),
                NullLoggerFactory.Instance
            )
        );
    }
}
