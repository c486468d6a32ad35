using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Web.Api;
using BlazorTravel.Web.Data;
using BlazorTravel.Web.Features.Desk.Detail;

namespace BlazorTravel.Web.Features.Desk.Api;

/// <summary>
/// What a PATCH asks for. An agency moves a request on and says a word with it; what the traveler asked for is the
/// traveler's own.
/// </summary>
public sealed record RequestChange(RequestStatus? Status, string? Message)
{
    private const string StatusField = "status";
    private const string MessageField = "message";

    /// <exception cref="RefusedException">A field is wrong, or cannot be changed.</exception>
    public static RequestChange Read(JsonBody body)
    {
        body.RefuseOthers(StatusField, MessageField);
        var word = body.Text(StatusField, 100);
        RequestStatus? status = null;
        if (EnumColumns.TryRead<RequestStatus>(word, out var read))
        {
            status = read;
        }
        else if (body.Has(StatusField))
        {
            body.Errors.Add(
                StatusField,
                $"Give one of {string.Join(", ", Enum.GetValues<RequestStatus>().Select(EnumColumns.Write))}."
            );
        }
        var message = body.Text(MessageField, RequestEvent.TextMaxLength);
        if (message is not null && !body.Has(StatusField))
        {
            body.Errors.Add(MessageField, "Give it together with status: it goes into the mail about the change.");
        }
        body.Errors.ThrowIfAny();
        return new RequestChange(status, message);
    }

    /// <summary>Asking for what is already so changes nothing, and mails nobody.</summary>
    public bool ChangesNothing(RequestView view) => Status is null || (Status == view.Status && Message is null);
}
