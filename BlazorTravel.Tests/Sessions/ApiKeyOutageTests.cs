using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using BlazorTravel.Tests.Features.AgencySettings;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Features.AgencySettings.ApiKeys;

namespace BlazorTravel.Tests.Sessions;

/// <summary>API keys while servers cannot tell each other anything.</summary>
public sealed class ApiKeyOutageTests(TestRun run)
{
    [Fact]
    public async Task Without_Redis_a_good_key_works_and_a_revoked_one_is_dead_on_the_other_server_after_a_second()
    {
        await using var backends = await AppBackends.StartAsync(run, new AppBackendsOptions(RealRedis: true));
        var first = await backends.StartServerAsync();
        var second = await backends.StartServerAsync();
        var agency = await TestAgency.AddAsync(first, "key-outage");
        await using var admin = await AdminScope.OpenAsync(first, agency);
        var key = (await admin.Get<CreateApiKey>().RunAsync(new ApiKeyForm { Name = "Test" }, admin.You)).Text;
        using var there = second.NewClient("key-outage");
        there.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Equal(HttpStatusCode.Created, await PostAsync(there));

        await backends.RealRedis.StopAsync();
        Assert.Equal(HttpStatusCode.Created, await PostAsync(there));
        var row = Assert.Single(await admin.Get<ListApiKeys>().RunAsync());
        Assert.Equal(ApiKeyOutcome.Done, await admin.Get<RevokeApiKey>().RunAsync(row.Id, admin.You));

        var revoked = Stopwatch.StartNew();
        TimeSpan started;
        HttpStatusCode status;
        do
        {
            started = revoked.Elapsed;
            status = await PostAsync(there);
        } while (status != HttpStatusCode.Unauthorized && started < TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/travel-requests",
            new
            {
                destination = "Lisbon",
                travel_date = "2030-01-01",
                user_email = "a@b.example",
                num_persons = 1,
            }
        );
        return answer.StatusCode;
    }
}
