namespace BlazorTravel.Web.Shell;

/// <summary>Something that a feature wants said above every page of the desks. The component decides whether and to whom.</summary>
/// <param name="Component">A component without parameters.</param>
public sealed record DeskNotice(Type Component);
