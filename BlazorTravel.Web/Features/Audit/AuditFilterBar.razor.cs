using System.Reflection;
using BlazorTravel.Domain.Audit;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace BlazorTravel.Web.Features.Audit;

/// <summary>The form that narrows a log; what it says goes into the address.</summary>
public sealed partial class AuditFilterBar(NavigationManager navigation, IJSRuntime js)
{
    /// <summary>Of every action there is, for the agency without those that only the platform has.</summary>
    private static readonly string[] Areas =
    [
        .. typeof(AuditActions)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => ((string)field.GetRawConstantValue()!).Split('.')[0])
            .Distinct(),
    ];

    private AuditFilter? shown;
    private string? readersZone;
    private string agency = "";
    private string person = "";
    private string area = "";
    private string text = "";
    private DateOnly? from;
    private DateOnly? to;

    /// <inheritdoc cref="AuditLog.Path"/>
    [Parameter, EditorRequired]
    public string Path { get; set; } = "";

    /// <inheritdoc cref="AuditLog.Filter"/>
    [Parameter, EditorRequired]
    public AuditFilter Filter { get; set; } = AuditFilter.Everything;

    /// <inheritdoc cref="AuditLog.People"/>
    [Parameter, EditorRequired]
    public IReadOnlyList<AuditPerson> People { get; set; } = [];

    /// <inheritdoc cref="AuditLog.Agencies"/>
    [Parameter]
    public IReadOnlyList<(string Subdomain, string Name)>? Agencies { get; set; }

    /// <summary>The address's, so that a colleague's link means the same days; else the reader's.</summary>
    private string? Zone => (Filter.From ?? Filter.To) is null ? readersZone : Filter.Zone;

    private string ZoneWords => Texts["Filter_Zone", (Zone ?? "UTC").Replace('_', ' ')];

    /// <summary>With whoever the address names, also when they are in no list.</summary>
    private IEnumerable<AuditPerson> PeopleWithChosen
    {
        get
        {
            var all = People.Select(known =>
                known.Email is null ? known with { Name = Words.Nameless(known.Name) } : known
            );
            return person.Length == 0 || People.Any(known => known.Value == person)
                ? all
                : all.Append(
                    new AuditPerson(
                        person,
                        Filter.PersonId is null ? Words.Nameless(person) : Texts["SomebodyElse", person],
                        null
                    )
                );
        }
    }

    protected override void OnParametersSet()
    {
        if (Filter != shown)
        {
            shown = Filter;
            (agency, person, area, text) = (
                Filter.Agency ?? "",
                Filter.Person ?? "",
                Filter.Area ?? "",
                Filter.Text ?? ""
            );
            (from, to) = (Filter.From, Filter.To);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }
        try
        {
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./js/audit.js");
            readersZone = await module.InvokeAsync<string?>("zone");
            StateHasChanged();
        }
        catch (Exception exception)
            when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Days are those of UTC then, and the form says so.
        }
    }

    private void Apply()
    {
        var wanted = new AuditFilter
        {
            Agency = agency,
            Person = person,
            Area = area,
            Text = text,
            From = from,
            To = to,
            Zone = Zone,
        };
        // Read as an address would be, which drops what is empty.
        navigation.NavigateTo(AuditFilter.Parse(wanted.Url(Path)).Url(Path));
    }
}
