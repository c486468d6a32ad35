namespace BlazorTravel.Web.Features.Operations;

/// <summary>
/// <c>dotnet BlazorTravel.Web.dll --probe</c> asks the server that runs beside it whether it is ready, for images that hold no
/// program which could.
/// </summary>
public static class HealthProbe
{
    private const string Argument = "--probe";
    private const string PortVariable = "ASPNETCORE_HTTP_PORTS";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static bool IsAskedFor(string[] args) => args is [Argument, ..];

    /// <summary>The process's exit code: 0 when the server says that it is ready, else 1.</summary>
    /// <param name="args">After the argument itself an address may follow, to ask another server.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var port = (Environment.GetEnvironmentVariable(PortVariable) ?? "8080").Split(';')[0];
        var address = new Uri(args is [_, var other, ..] ? other : $"http://127.0.0.1:{port}{HealthEndpoints.Ready}");
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(address);
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
