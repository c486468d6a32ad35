using System.Globalization;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Limits;
using Microsoft.AspNetCore.Components;

namespace BlazorTravel.Web.Features.Requesting;

/// <summary>The traveler's form. Reads, checks and sends a <see cref="TripForm"/>, from a circuit and from a plain post alike.</summary>
public sealed partial class TravelRequestForm(
    SubmitTravelRequest submit,
    FormTrap trap,
    CurrentLimits limits,
    NavigationManager navigation,
    TimeProvider time,
    ILogger<TravelRequestForm> logger
) : ComponentBase
{
    public const string FormName = "travel-request";

    // Without the fields' prefix: the script that keeps what was typed must not keep these.
    private const string StampField = "shown";
    private const string LureField = "homepage";

    /// <summary>By this name the binding leaves the text as it was typed; on a literal "date" it insists on a DateTime.</summary>
    internal const string DateType = "date";

    private static readonly string[] Ids =
    [
        "destination",
        "travel-date",
        "email",
        "num-persons",
        "return-date",
        "nights",
        "name",
        "phone",
        "budget",
        "notes",
    ];

    private IReadOnlyList<TripProblem> problems = [];

    // What of it was there when the form was last sent: later errors stand beside their fields alone.
    private IReadOnlyList<TripField> sentWrong = [];
    private bool summaryTakesFocus;
    private int attempts;
    private bool sending;
    private string? lure;

    /// <summary>What was posted, when this is the answer to a post.</summary>
    [SupplyParameterFromForm(FormName = FormName)]
    public TripForm? Trip { get; set; }

    /// <summary>When the posted form was shown; see <see cref="FormTrap"/>.</summary>
    [SupplyParameterFromForm(FormName = FormName, Name = StampField)]
    public string? PostedStamp { get; set; }

    /// <summary>What was posted in the field that people never meet.</summary>
    [SupplyParameterFromForm(FormName = FormName, Name = LureField)]
    public string? PostedLure { get; set; }

    /// <summary>Carries the form from the prerendered page into the circuit, and over a lost one.</summary>
    [PersistentState]
    public KeptForm? Kept { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    private TripForm Form => Kept!.Form;

    private DateTimeOffset Now => time.GetUtcNow();

    private string Earliest => $"{TripDetails.TodayAnywhere(Now):yyyy-MM-dd}";

    private string Latest => $"{TripDetails.TodayAnywhere(Now).AddYears(TripDetails.MaxYearsAhead):yyyy-MM-dd}";

    protected override void OnInitialized()
    {
        Kept ??= new KeptForm(Trip ?? TripForm.Blank(), trap.StampAfter(PostedStamp));
        lure = PostedLure;
        if (Kept.WasRefused)
        {
            Show(Form.Read(Now).Problems);
        }
    }

    private IReadOnlyList<(string Field, string Message)> Summary =>
        [
            .. problems
                .Where(problem => sentWrong.Contains(problem.Field))
                .Select(problem => (IdOf(problem.Field), Words.Error(problem))),
        ];

    internal static string IdOf(TripField field) => Ids[(int)field];

    internal string? ErrorOf(TripField field) =>
        problems.Where(problem => problem.Field == field).Select(Words.Error).FirstOrDefault();

    /// <summary>Judges a field once it is left. An empty one is left alone until the form is sent.</summary>
    internal void Left(TripField field)
    {
        summaryTakesFocus = false;
        var shown = problems.Select(problem => problem.Field).ToHashSet();
        problems =
        [
            .. Form.Read(Now)
                .Problems.Where(problem =>
                    shown.Contains(problem.Field)
                    || problem.Field == field && problem.Rule != TripRule.Missing
                    // The date of the return is judged by the date of travel.
                    || field == TripField.TravelDate && problem.Field == TripField.ReturnDate
                ),
        ];
        StateHasChanged();
    }

    private async Task SendAsync()
    {
        if (sending)
        {
            return;
        }
        var reading = Form.Read(Now);
        attempts++;
        summaryTakesFocus = true;
        Show(reading.Problems);
        Kept = Kept! with { WasRefused = reading.Details is null, Trouble = null };
        if (reading.Details is not { } details)
        {
            Answer(StatusCodes.Status422UnprocessableEntity);
            return;
        }
        if (IsCaught())
        {
            Kept = Kept with { Trouble = new FormTrouble("SendOnceMore") };
            return;
        }
        sending = true;
        StateHasChanged();
        var limit = await limits.TakeAsync(Limit.TravelRequests, Limit.AgencyTravelRequests);
        if (!limit.IsAllowed)
        {
            sending = false;
            Kept = Kept with { Trouble = new FormTrouble("TooMany", limit.RetryAfterMinutes) };
            Answer(StatusCodes.Status429TooManyRequests, limit.RetryAfterSeconds);
            return;
        }
        if (await SubmitAsync(details) is { } request)
        {
            // The button stays as it is: the page is about to go.
            navigation.NavigateTo($"/r/{request.AccessToken}/received", forceLoad: true);
            return;
        }
        sending = false;
        Kept = Kept with { Trouble = new FormTrouble("NotTaken") { IsOurs = true } };
        Answer(StatusCodes.Status503ServiceUnavailable);
    }

    // A post brings its own stamp; in a circuit the form has the one it was shown with.
    private bool IsCaught()
    {
        var isCaught = trap.Catches(Trip is null ? Kept!.Stamp : PostedStamp, lure);
        lure = null;
        Kept = Kept! with { Stamp = trap.StampAfter(Kept.Stamp) };
        return isCaught;
    }

    /// <summary>Null when it could not be taken in. Whatever the reason, what somebody typed must not go down with it.</summary>
    private async Task<TravelRequest?> SubmitAsync(TripDetails details)
    {
        try
        {
            var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
            return await submit.RunAsync(details, Form.SubmissionKey(details), language);
        }
        catch (Exception exception)
        {
            LogNotTaken(logger, exception);
            return null;
        }
    }

    private void Show(IReadOnlyList<TripProblem> found)
    {
        problems = found;
        sentWrong = [.. found.Select(problem => problem.Field)];
    }

    // Only the answer to a plain post has a status.
    private void Answer(int statusCode, int? retryAfter = null)
    {
        if (!RendererInfo.IsInteractive && Http is { Response.HasStarted: false })
        {
            Http.Response.StatusCode = statusCode;
            if (retryAfter is { } seconds)
            {
                Http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "A travel request could not be taken in")]
    private static partial void LogNotTaken(ILogger logger, Exception exception);

    /// <summary>The fields, when they were shown, and how sending them last ended.</summary>
    public sealed record KeptForm(TripForm Form, string Stamp, bool WasRefused = false, FormTrouble? Trouble = null);

    /// <summary>Why the form came back although nothing in it is wrong, and for how long to wait.</summary>
    /// <param name="Text">The name of the words for it.</param>
    public sealed record FormTrouble(string Text, int Minutes = 0)
    {
        /// <summary>True when it is this side that failed.</summary>
        public bool IsOurs { get; init; }
    }
}
