using System.Globalization;
using System.Text.Json.Nodes;
using BlazorTravel.Web.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BlazorTravel.Web.Api.Description;

/// <summary>Completes each call's description from its <see cref="ApiNotes"/>: sign-in, shared parameters, headers, refusals, examples.</summary>
public sealed class CallDescriber : IOpenApiOperationTransformer
{
    private const string Json = "application/json";

    public Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var document = context.Document!;
        var notes = metadata.OfType<ApiNotes>().LastOrDefault();
        var isOpen = metadata.OfType<IAllowAnonymous>().Any();
        var policies = metadata.OfType<IAuthorizeData>().Select(data => data.Policy).ToList();
        var hasBody = operation.RequestBody is not null || metadata.OfType<IAcceptsMetadata>().Any();

        operation.OperationId = notes?.Id;
        operation.Security = SecurityOf(document, isOpen, policies);
        operation.Parameters ??= [];
        operation.Responses ??= [];
        AddParameters(operation, document, notes);
        AddAnswerHeaders(operation, document, notes);
        AddExamples(operation, notes);
        if (operation.RequestBody is OpenApiRequestBody body)
        {
            body.Required = true;
        }

        foreach (var status in operation.Responses.Keys.Where(status => status[0] is '4' or '5').ToList())
        {
            operation.Responses.Remove(status);
        }
        foreach (var status in StatusesOf(notes, isOpen, hasBody, operation.Parameters.Count > 0))
        {
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponseReference(
                SharedParts.NameOf(status),
                document
            );
        }
        if (notes?.Conflict is { } conflict)
        {
            operation.Description += $"\n\n409: {conflict}";
        }
        return Task.CompletedTask;
    }

    private static List<OpenApiSecurityRequirement> SecurityOf(
        OpenApiDocument document,
        bool isOpen,
        List<string?> policies
    )
    {
        OpenApiSecurityRequirement By(string scheme) => new() { [new(scheme, document)] = [] };
        if (isOpen)
        {
            return [];
        }
        return policies.Exists(policy => policy is Policies.RequestsRead or Policies.RequestsWrite)
            ? [By(DocumentFrame.Bearer), By(DocumentFrame.ApiKey)]
            : [By(DocumentFrame.Bearer)];
    }

    private static void AddParameters(OpenApiOperation operation, OpenApiDocument document, ApiNotes? notes)
    {
        var parameters = operation.Parameters!;
        foreach (var parameter in notes?.Query ?? [])
        {
            parameters.Add(parameter);
        }
        if (notes?.IsForAgency == true)
        {
            parameters.Add(new OpenApiParameterReference(DocumentFrame.TenantParameter, document));
        }
        if (notes?.IsCreation == true)
        {
            parameters.Add(new OpenApiParameterReference(DocumentFrame.KeyParameter, document));
        }
        if (notes is { Match: not MatchRule.None })
        {
            parameters.Add(SharedParts.Match(notes.Match == MatchRule.Required));
        }
        else if (notes?.HasTag == true)
        {
            parameters.Add(SharedParts.NoneMatch());
        }
    }

    private static void AddAnswerHeaders(OpenApiOperation operation, OpenApiDocument document, ApiNotes? notes)
    {
        foreach (var (status, response) in operation.Responses!)
        {
            if (response is not OpenApiResponse answer || status[0] != '2')
            {
                continue;
            }
            answer.Description = status switch
            {
                "201" => "Created.",
                "204" => "Done; there is nothing to tell.",
                _ => "The answer.",
            };
            answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
            void Add(string name, string component) =>
                answer.Headers[name] = new OpenApiHeaderReference(component, document);
            if (notes?.IsCreation == true)
            {
                Add("Location", "Location");
                Add(CreatedAnswer.ReplayHeader, "Replayed");
            }
            if (notes?.HasTag == true)
            {
                Add("ETag", "ETag");
            }
            if (notes?.IsPaged == true)
            {
                Add("Link", "Link");
            }
            Add("RateLimit", "RateLimit");
            Add("RateLimit-Policy", "RateLimitPolicy");
        }
        if (notes is { HasTag: true, Match: MatchRule.None })
        {
            operation.Responses["304"] = new OpenApiResponse
            {
                Description = "Nothing has changed since the version in If-None-Match.",
                Headers = new Dictionary<string, IOpenApiHeader>
                {
                    ["ETag"] = new OpenApiHeaderReference("ETag", document),
                },
            };
        }
    }

    private static void AddExamples(OpenApiOperation operation, ApiNotes? notes)
    {
        if (notes?.RequestExample is { } request)
        {
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            {
                content.Example = JsonNode.Parse(request);
            }
        }
        if (notes?.ResponseExample is { } response)
        {
            foreach (var answer in operation.Responses!.Where(answer => answer.Key[0] == '2'))
            {
                if (answer.Value.Content?.TryGetValue(Json, out var content) == true)
                {
                    content.Example = JsonNode.Parse(response);
                }
            }
        }
    }

    private static IEnumerable<int> StatusesOf(ApiNotes? notes, bool isOpen, bool hasBody, bool hasParameters)
    {
        if (hasBody || hasParameters)
        {
            yield return 400;
        }
        // A token of another agency is refused even where none is needed.
        yield return 403;
        yield return 404;
        if (!isOpen || notes?.IsSignIn == true)
        {
            yield return 401;
        }
        if (notes?.Conflict is not null)
        {
            yield return 409;
        }
        if (notes is { Match: not MatchRule.None })
        {
            yield return 412;
        }
        if (hasBody)
        {
            yield return 413;
            yield return 415;
        }
        if (notes?.IsCreation == true)
        {
            yield return 422;
        }
        if (notes?.Match == MatchRule.Required)
        {
            yield return 428;
        }
        yield return 429;
        yield return 500;
        yield return 503;
    }
}
