using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BlazorTravel.Tests.Support.Proofs;

public sealed class AppTests(TestRun run)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_servers_share_their_backends_and_differ_in_address()
    {
        await using var backends = await AppBackends.StartAsync(run);
        var one = await backends.StartServerAsync();
        var two = await backends.StartServerAsync(new AppOptions { Environment = "Production" });

        foreach (var server in (AppServer[])[one, two])
        {
            using var client = server.NewClient();
            var style = await client.GetByteArrayAsync(
                new Uri("/_content/MudBlazor/MudBlazor.min.css", UriKind.Relative),
                Cancelled
            );
            Assert.True(style.Length > 100_000, $"The component library's style has {style.Length} bytes.");
            var configuration = server.Services.GetRequiredService<IConfiguration>();
            Assert.Equal(backends.MainConnection, configuration["ConnectionStrings:Main"]);
            Assert.Equal($"localhost:{server.Port}", configuration["BaseDomain"]);
        }
        Assert.True(one.Services.GetRequiredService<IHostEnvironment>().IsDevelopment());
        Assert.True(two.Services.GetRequiredService<IHostEnvironment>().IsProduction());
        Assert.NotEqual(one.Port, two.Port);
    }

    [Fact]
    public async Task An_agency_nobody_made_is_not_found_by_its_subdomain()
    {
        await using var backends = await AppBackends.StartAsync(run);
        var server = await backends.StartServerAsync();
        using var client = server.NewClient("nobody");

        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_killed_process_starts_again_on_its_port()
    {
        await using var backends = await AppBackends.StartAsync(run, new AppBackendsOptions(RealRedis: true));
        var app = await backends.StartProcessAsync();
        using var client = app.NewClient();
        var first = app.Id;

        await app.KillAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            client.GetAsync(new Uri("/", UriKind.Relative), Cancelled)
        );
        await backends.RealRedis.RestartAsync();
        await app.StartAgainAsync();

        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);
        Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}");
        Assert.NotEqual(first, app.Id);

        app.AskToStop();
        await app.WaitForExitAsync();
        Assert.Equal(0, app.ExitCode);
    }
}
