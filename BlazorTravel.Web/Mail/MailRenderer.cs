using System.Globalization;
using BlazorTravel.Domain.Mail;
using BlazorTravel.Web.Mail.Layout;
using BlazorTravel.Web.Tenancy;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace BlazorTravel.Web.Mail;

/// <summary>Makes the body of a mail from its model, in the mail's language and the sender's colours.</summary>
public sealed class MailRenderer(MailCatalog catalog, IServiceProvider services, ILoggerFactory loggers)
{
    /// <exception cref="UnknownMailException">This version of the application does not know the template.</exception>
    /// <exception cref="System.Text.Json.JsonException">The model is not the template's.</exception>
    public async Task<RenderedMail> RenderAsync(OutgoingMail mail, AgencyTenant? agency)
    {
        var html = await RenderHtmlAsync(mail, agency);
        return new RenderedMail(html, PlainText.From(html));
    }

    /// <summary>The mail itself, to ask it for more than its body.</summary>
    /// <exception cref="UnknownMailException">This version of the application does not know the template.</exception>
    public IMail Read(OutgoingMail mail) => MailCatalog.Read(KindOf(mail), mail.Model);

    private async Task<string> RenderHtmlAsync(OutgoingMail mail, AgencyTenant? agency)
    {
        var kind = KindOf(mail);
        var model = MailCatalog.Read(kind, mail.Model);
        var parameters = new Dictionary<string, object?>
        {
            [nameof(MailLayout.Brand)] = model.Brand ?? MailBrand.Of(agency),
            [nameof(MailLayout.Subject)] = mail.Subject,
            [nameof(MailLayout.Body)] = kind.Body,
            [nameof(MailLayout.Mail)] = model,
        };
        var culture = MailLanguage.For(mail.Culture);
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            // Set here, inside an asynchronous method of its own: nobody else's culture changes.
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = culture;
            var root = await renderer.RenderComponentAsync<MailLayout>(ParameterView.FromDictionary(parameters));
            return root.ToHtmlString();
        });
    }

    private MailKind KindOf(OutgoingMail mail) =>
        catalog.Find(mail.Template) ?? throw new UnknownMailException(mail.Template);
}

/// <summary>A mail of a kind that another version of the application queued.</summary>
public sealed class UnknownMailException(string template)
    : Exception($"There is no mail template “{template}” in this version.");
