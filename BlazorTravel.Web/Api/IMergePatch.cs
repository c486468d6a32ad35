namespace BlazorTravel.Web.Api;

/// <summary>Marks what describes a change: what is missing stays, and a field that it does not have is refused.</summary>
public interface IMergePatch;
