using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace BlazorTravel.Tests.Api;

/// <summary>The API's description is valid, complete, and true.</summary>
public sealed partial class DescriptionTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Theory]
    [InlineData("acme")]
    [InlineData(null)]
    public async Task It_is_a_valid_openapi_3_1_document_on_every_host(string? host)
    {
        using var client = world.Server.NewClient(host);
        var text = await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var read = OpenApiDocument.Parse(
            text,
            "json",
            new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() }
        );

        Assert.Empty(read.Diagnostic!.Errors.Select(error => $"{error.Pointer}: {error.Message}"));
        Assert.Empty(read.Diagnostic.Warnings.Select(warning => $"{warning.Pointer}: {warning.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.DoesNotContain("null,\"null\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_holds_every_endpoint_and_nothing_else()
    {
        var document = await ReadAsync();
        var described = document
            .Paths.SelectMany(path => path.Value.Operations!.Keys.Select(method => $"{method} {path.Key}"))
            .Order()
            .ToList();
        var routes = world
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
                    .Where(method => method != "HEAD")
                    .Select(method =>
                        $"{method} /{Constraint().Replace(endpoint.RoutePattern.RawText!, "}").Trim('/')}"
                    )
            )
            .Where(route => route.Contains(" /api/", StringComparison.Ordinal) && !route.Contains("/api/docs"))
            .ToList();

        Assert.True(described.Count > 10, string.Join('\n', described));
        Assert.Equal(routes.Where(route => route.Contains("/api/v1/")).Order(), described);
        // The paths without a version are the same ones.
        Assert.Equal(
            routes
                .Where(route => !route.Contains("/api/v1/"))
                .Select(route => route.Replace("/api/", "/api/v1/"))
                .Order(),
            described
        );
    }

    [Fact]
    public async Task Every_call_says_what_it_is_and_what_can_go_wrong()
    {
        var lacking = new List<string>();
        foreach (var (name, operation) in await OperationsAsync())
        {
            void Expect(bool holds, string what)
            {
                if (!holds)
                {
                    lacking.Add($"{name}: {what}");
                }
            }
            var statuses = operation.Responses!.Keys.ToHashSet();
            Expect(!string.IsNullOrEmpty(operation.OperationId), "operation id");
            Expect(!string.IsNullOrEmpty(operation.Summary), "summary");
            Expect(operation.Tags is { Count: 1 }, "one tag");
            Expect(operation.Security is not null, "sign-in");
            Expect(statuses.Any(status => status[0] == '2'), "success");
            Expect(statuses.IsSupersetOf(["429", "500", "503"]), "429, 500, 503");
            Expect(operation.Security is { Count: 0 } || statuses.Contains("401"), "401");
            Expect(operation.RequestBody is null || statuses.IsSupersetOf(["400", "413", "415"]), "400, 413, 415");
            foreach (var (status, response) in operation.Responses.Where(r => r.Key[0] is '4' or '5'))
            {
                Expect(response.Content!.ContainsKey("application/problem+json"), $"problem details for {status}");
            }
            foreach (var parameter in operation.Parameters ?? [])
            {
                Expect(parameter.Schema is not null, $"schema of {parameter.Name}");
                Expect(
                    parameter.In == ParameterLocation.Path || !string.IsNullOrEmpty(parameter.Description),
                    $"words on {parameter.Name}"
                );
            }
            foreach (
                var (type, content) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>()
            )
            {
                Expect(content.Example is not null, $"example of {type}");
            }
            foreach (var (status, response) in operation.Responses.Where(r => r.Key[0] == '2' && r.Key != "204"))
            {
                Expect(
                    response.Content?.Values.All(content => content.Schema is not null && content.Example is not null)
                        == true,
                    $"schema and example of {status}"
                );
            }
        }
        Assert.Equal([], lacking);
        var ids = (await OperationsAsync()).Select(pair => pair.Operation.OperationId).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Every_example_fits_its_schema()
    {
        var document = await ReadAsync();
        var wrong = new List<string>();
        foreach (var (name, operation) in await OperationsAsync())
        {
            var contents = (operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
                .Concat(
                    operation.Responses!.Values.SelectMany(r => r.Content ?? new Dictionary<string, OpenApiMediaType>())
                )
                .Select(pair => pair.Value);
            foreach (var content in contents)
            {
                var examples = (content.Examples?.Values.Select(example => example.Value) ?? []).Append(
                    content.Example
                );
                foreach (var example in examples.OfType<System.Text.Json.Nodes.JsonNode>())
                {
                    wrong.AddRange(SchemaCheck.Differences(content.Schema!, example, name));
                }
            }
        }
        Assert.Equal([], wrong);
        Assert.NotNull(document.Components);
    }

    [Fact]
    public async Task What_the_server_answers_has_the_fields_that_the_description_names()
    {
        await using var desk = world.Desk();
        var id = (await desk.AddAsync(name: "Ada")).Id;
        using var agent = await world.AgentAsync();
        using var superadmin = await world.SuperadminAsync();
        var operations = (await OperationsAsync()).ToDictionary(
            pair => pair.Operation.OperationId!,
            pair => pair.Operation
        );
        var checks = new List<string>();

        async Task<ApiAnswer> CheckAsync(
            string operation,
            HttpClient client,
            HttpMethod method,
            string path,
            params (string, string)[] headers
        )
        {
            var described = operations[operation];
            var example = described.RequestBody?.Content?.Values.First().Example?.ToJsonString();
            var body = example?.Replace("2027-03-01", ApiWorld.Day, StringComparison.Ordinal);
            var answer = await ApiWorld.SendAsync(client, method, path, body, headers);
            checks.Add(operation);
            var response = described.Responses![$"{answer.Status}"];
            Assert.Equal('2', $"{answer.Status}"[0]);
            foreach (var header in response.Headers!.Keys.Where(name => name is "ETag" or "Location" or "Link"))
            {
                Assert.True(answer.Headers.ContainsKey(header), $"{operation} lacks {header}");
            }
            if (answer.Status != 204)
            {
                var schema = response.Content!["application/json"].Schema!;
                var node = System.Text.Json.Nodes.JsonNode.Parse(answer.Text)!;
                Assert.Equal([], SchemaCheck.Differences(schema, node, operation, isComplete: true));
            }
            return answer;
        }

        await CheckAsync("getMe", agent, HttpMethod.Get, "/api/v1/auth/me");
        await CheckAsync("createTravelRequest", agent, HttpMethod.Post, ApiWorld.Requests);
        await CheckAsync("listTravelRequests", agent, HttpMethod.Get, ApiWorld.Requests);
        await CheckAsync("getTravelRequest", agent, HttpMethod.Get, $"{ApiWorld.Requests}/{id}");
        await CheckAsync(
            "changeTravelRequest",
            agent,
            HttpMethod.Patch,
            $"{ApiWorld.Requests}/{id}",
            ("If-Match", "*")
        );
        var note = await CheckAsync("addTravelRequestNote", agent, HttpMethod.Post, $"{ApiWorld.Requests}/{id}/notes");
        await CheckAsync("listTravelRequestEvents", agent, HttpMethod.Get, $"{ApiWorld.Requests}/{id}/events");
        await CheckAsync("getTravelRequestEvent", agent, HttpMethod.Get, note.Headers["Location"]);
        await CheckAsync("listTenants", superadmin, HttpMethod.Get, "/api/v1/tenants");
        // The example's subdomain is this test's own agency.
        var tenant = await ApiWorld.SendAsync(
            superadmin,
            HttpMethod.Post,
            "/api/v1/tenants",
            new
            {
                name = "Described",
                subdomain = "described",
                admin_email = "boss@described.example",
            }
        );
        var one = tenant.Headers["Location"];
        await CheckAsync("getTenant", superadmin, HttpMethod.Get, one);
        await CheckAsync("changeTenant", superadmin, HttpMethod.Patch, one);
        await CheckAsync("deleteTenant", superadmin, HttpMethod.Delete, one);

        // These sign in and out, and have tests of their own.
        string[] elsewhere = ["createTenant", "logIn", "logOut", "refreshTokens"];
        Assert.Equal([], operations.Keys.Except(checks).Except(elsewhere));
    }

    private async Task<OpenApiDocument> ReadAsync()
    {
        using var client = world.Server.NewClient("acme");
        var text = await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        return OpenApiDocument.Parse(text, "json").Document!;
    }

    private async Task<List<(string Name, OpenApiOperation Operation)>> OperationsAsync() =>
        [
            .. (await ReadAsync()).Paths.SelectMany(path =>
                path.Value.Operations!.Select(pair => ($"{pair.Key} {path.Key}", pair.Value))
            ),
        ];

    [GeneratedRegex(@":[a-z]+\}")]
    private static partial Regex Constraint();
}
