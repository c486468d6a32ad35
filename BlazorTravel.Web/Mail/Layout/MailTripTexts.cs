namespace BlazorTravel.Web.Mail.Layout;

/// <summary>The words for a trip's facts, alike in every mail that tells of one.</summary>
public static class MailTripTexts
{
    private static readonly MailTexts Texts = new(typeof(MailTripTexts));

    public static string Reference => Texts.Get(nameof(Reference));
    public static string Destination => Texts.Get(nameof(Destination));
    public static string TravelDate => Texts.Get(nameof(TravelDate));
    public static string ReturnDate => Texts.Get(nameof(ReturnDate));
    public static string Travelers => Texts.Get(nameof(Travelers));

    /// <summary>As in "Sat 12 Dec 2026".</summary>
    public static string Date(DateOnly date) => Texts.Get(nameof(Date), date);

    /// <summary>As in "2 persons".</summary>
    public static string Persons(int count) => count == 1 ? Texts.Get("OnePerson") : Texts.Get(nameof(Persons), count);
}
