namespace BlazorTravel.Tests.Support;

/// <summary>One server of the app with backends of its own, for all tests of a class: <c>IClassFixture&lt;AppFixture&gt;</c>.</summary>
public sealed class AppFixture(TestRun run) : IAsyncLifetime
{
    public AppBackends Backends { get; private set; } = null!;

    public AppServer Server { get; private set; } = null!;

    public SmtpSink Mail => Backends.Mail;

    public async ValueTask InitializeAsync()
    {
        Backends = await AppBackends.StartAsync(run);
        try
        {
            Server = await Backends.StartServerAsync();
        }
        catch
        {
            await Backends.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Backends.DisposeAsync();
}
