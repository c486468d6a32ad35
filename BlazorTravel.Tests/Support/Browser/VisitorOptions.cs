using Microsoft.Playwright;

namespace BlazorTravel.Tests.Support;

/// <summary>The screens that pages are made for.</summary>
public enum Device
{
    /// <summary>1280x800 with a mouse.</summary>
    Desktop,

    /// <summary>390x844 with touch.</summary>
    Phone,
}

/// <summary>Who opens the page: on what, in which colours, with or without JavaScript.</summary>
/// <param name="BaseUrl">What relative addresses in <c>GotoAsync</c> are relative to.</param>
public sealed record VisitorOptions(
    Device Device = Device.Desktop,
    ColorScheme ColorScheme = ColorScheme.Light,
    bool JavaScript = true,
    string? BaseUrl = null,
    string Locale = "en-GB"
)
{
    internal BrowserNewContextOptions ForPlaywright() =>
        new()
        {
            ViewportSize =
                Device == Device.Phone
                    ? new ViewportSize { Width = 390, Height = 844 }
                    : new ViewportSize { Width = 1280, Height = 800 },
            HasTouch = Device == Device.Phone,
            IsMobile = Device == Device.Phone,
            ColorScheme = ColorScheme,
            JavaScriptEnabled = JavaScript,
            BaseURL = BaseUrl,
            Locale = Locale,
            TimezoneId = "Europe/Berlin",
            // Animations would make pictures and contrast checks a matter of luck.
            ReducedMotion = ReducedMotion.Reduce,
        };
}
