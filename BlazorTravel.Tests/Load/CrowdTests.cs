using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Features.Requesting;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTravel.Tests.Load;

/// <summary>Many travelers at once: whatever was accepted has its row and exactly one confirmation.</summary>
public sealed class CrowdTests(RequestingWorld world) : IClassFixture<RequestingWorld>
{
    private const int Travelers = 200;

    [Fact]
    public Task Two_hundred_travelers_send_the_form_at_once() =>
        SendAsync(
            "form",
            async email =>
            {
                using var client = world.Server.NewClient("acme");
                var form = await PlainForm.OpenAsync(client);
                var sent = await form.SendAsync(
                    client,
                    ("Destination", "Lisbon"),
                    ("TravelDate", RequestingWorld.Day),
                    ("Email", email),
                    ("NumPersons", "2")
                );
                return sent.Status == HttpStatusCode.Found;
            }
        );

    [Fact]
    public Task Two_hundred_travelers_send_from_live_pages_at_once() =>
        SendAsync(
            "page",
            async email =>
            {
                // What a circuit has: a scope with its agency, and the operation that the page calls.
                await using var scope = world.Server.Services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CurrentTenant>().Set(world.Agency.Tenant);
                var day = DateOnly.Parse(RequestingWorld.Day, CultureInfo.InvariantCulture);
                await scope
                    .ServiceProvider.GetRequiredService<SubmitTravelRequest>()
                    .RunAsync(new TripDetails("Lisbon", day, email, 2), Guid.NewGuid(), "en");
                return true;
            }
        );

    private async Task SendAsync(string way, Func<string, Task<bool>> send)
    {
        var accepted = new ConcurrentBag<string>();
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, Travelers)
                .Select(async i =>
                {
                    var email = $"{way}{i}@crowd.example";
                    if (await send(email))
                    {
                        accepted.Add(email);
                    }
                })
        );
        var taken = TimeProvider.System.GetElapsedTime(start);
        await world.Backends.Mail.WaitForAsync(
            mail => accepted.Any(email => mail.IsTo(email)),
            accepted.Count,
            TimeSpan.FromSeconds(60)
        );
        var mailed = TimeProvider.System.GetElapsedTime(start);

        Assert.Equal(Travelers, accepted.Count);
        await using var lease = await world.OpenAsync();
        var rows = await lease
            .Db.TravelRequests.Where(request => request.UserEmail.StartsWith(way))
            .Select(request => request.UserEmail)
            .ToListAsync();
        Assert.Equal(accepted.Order(), rows.Order());
        var confirmations = world
            .Backends.Mail.Received.SelectMany(mail => accepted.Where(email => mail.IsTo(email)))
            .CountBy(email => email)
            .ToList();
        Assert.Equal(Travelers, confirmations.Count);
        Assert.All(confirmations, confirmation => Assert.Equal(1, confirmation.Value));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{way}: {accepted.Count} accepted in {taken.TotalSeconds:F1} s, all confirmed after {mailed.TotalSeconds:F1} s"
        );
    }
}
