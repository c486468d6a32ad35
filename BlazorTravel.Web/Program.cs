using BlazorTravel.Web.Embedded;
using BlazorTravel.Web.Features.Operations;
using BlazorTravel.Web.Setup;
using BlazorTravel.Web.Shell;

if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(args);
}

var builder = WebApplication.CreateBuilder(args);
if (!await builder.IsReadyForItsEnvironmentAsync())
{
    return 1;
}

await builder.AddEmbeddedServersAsync();
builder.AddRedaction();
builder.AddTrustedProxies();
builder.AddHeaders();
builder.AddData();
builder.AddRedis();
builder.AddTenancy();
builder.AddSignIn();
builder.AddAudit();
builder.AddLimits();
builder.AddMail();
builder.AddJobs();
builder.AddPages();
builder.AddApi();
builder.AddFeatures();

var app = builder.Build();
if (!await app.PrepareDatabasesAsync())
{
    return 1;
}

app.UseTenantLogScope();
app.UseForwardedHeaders();
app.UseShell();
app.UseApi();
app.UseRouting();
app.UseTenancy();
app.UseSignIn();
app.UseAudit();
app.UseAntiforgery();
app.MapPages();
app.MapApiDocs();
app.MapFeatures();
await app.RunAsync();
return 0;

/// <summary>The application's entry point, named for the tests that start it.</summary>
public partial class Program;
