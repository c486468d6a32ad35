namespace BlazorTravel.Web.Shared;

/// <summary>One value of a chart, the value it is compared with, and where a click on it leads.</summary>
public sealed record ChartPoint(string Label, double Value, double? Before = null, string? Href = null);
