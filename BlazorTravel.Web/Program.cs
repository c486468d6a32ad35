using BlazorTravel.Web.Embedded;
using BlazorTravel.Web.Setup;
using BlazorTravel.Web.Shell;

var builder = WebApplication.CreateBuilder(args);
await builder.AddEmbeddedServersAsync();
builder.AddTrustedProxies();
builder.AddData();
builder.AddRedis();
builder.AddTenancy();
builder.AddSignIn();
builder.AddMail();
builder.AddJobs();
builder.AddPages();
builder.AddFeatures();

var app = builder.Build();
if (!await app.PrepareDatabasesAsync())
{
    return 1;
}

app.UseForwardedHeaders();
app.UseShell();
app.UseRouting();
app.UseTenancy();
app.UseSignIn();
app.UseAntiforgery();
app.MapPages();
app.MapFeatures();
await app.RunAsync();
return 0;

/// <summary>The application's entry point, named for the tests that start it.</summary>
public partial class Program;
