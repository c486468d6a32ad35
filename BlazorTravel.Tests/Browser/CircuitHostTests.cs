using System.Text;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BlazorTravel.Tests.Browser;

/// <summary>The address that a page claims when it opens its circuit, rewritten on the wire.</summary>
public sealed class CircuitHostTests(TestRun run, AppFixture app) : BrowserTest(run), IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_circuit_that_claims_another_agencys_host_is_refused()
    {
        // Names of one length, so that the frame stays well-formed when one is put in the other's place.
        await TestAgency.AddAsync(app.Server, "mine1");
        await TestAgency.AddAsync(app.Server, "other");
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rewritten = 0;
        var visitor = await OpenAsync();
        visitor.Expect("WebSocket|circuit|connection|SignalR|server");
        await visitor.Page.RouteWebSocketAsync(
            url => url.Contains("_blazor", StringComparison.Ordinal),
            socket =>
            {
                var server = socket.ConnectToServer();
                socket.OnMessage(frame =>
                {
                    if (frame.Binary is null)
                    {
                        server.Send(frame.Text!);
                        return;
                    }
                    var text = Encoding.Latin1.GetString(frame.Binary);
                    if (text.Contains("StartCircuit", StringComparison.Ordinal))
                    {
                        Interlocked.Increment(ref rewritten);
                        text = text.Replace("://mine1.", "://other.", StringComparison.Ordinal);
                    }
                    server.Send(Encoding.Latin1.GetBytes(text));
                });
                server.OnMessage(frame =>
                {
                    if (frame.Binary is null)
                    {
                        socket.Send(frame.Text!);
                    }
                    else
                    {
                        socket.Send(frame.Binary);
                    }
                });
                server.OnClose((_, _) => refused.TrySetResult());
            }
        );
        await visitor.Page.GotoAsync(app.Server.Url("mine1"));
        await refused.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(rewritten > 0);
        Assert.Contains(
            app.Server.Complaints,
            line => line.Message.StartsWith("Refused StartCircuit", StringComparison.Ordinal)
        );
        await visitor.Page.CloseAsync();
    }

    [Fact]
    public async Task A_circuit_on_its_own_host_is_live()
    {
        await TestAgency.AddAsync(app.Server, "honest");
        var visitor = await OpenAsync();
        await visitor.Page.GotoAsync(app.Server.Url("honest"));
        await Assertions.Expect(visitor.Page.GetByLabel("Destination")).ToBeVisibleAsync();
        var circuits = app.Server.Services.GetRequiredService<CircuitDirectory>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (circuits.Count == 0)
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
