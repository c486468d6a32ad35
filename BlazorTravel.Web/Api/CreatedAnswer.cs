using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace BlazorTravel.Web.Api;

/// <summary>201 with the very bytes that the first such call was answered with.</summary>
public sealed class CreatedAnswer(string location, string body, bool isReplay) : IResult
{
    public const string ReplayHeader = "Idempotent-Replayed";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = location;
        if (isReplay)
        {
            response.Headers[ReplayHeader] = "true";
        }
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync(body, httpContext.RequestAborted);
    }
}

/// <summary>Writes an answer before it is sent, so that it can be kept.</summary>
public sealed class AnswerWriter(IOptions<JsonOptions> json)
{
    public string Write<T>(T answer) => JsonSerializer.Serialize(answer, json.Value.SerializerOptions);
}
