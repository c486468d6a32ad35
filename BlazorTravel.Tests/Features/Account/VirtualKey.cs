using System.Text.Json;
using Microsoft.Playwright;

namespace BlazorTravel.Tests.Features.Account;

/// <summary>An authenticator that Chromium plays: it holds passkeys and knows its owner by itself.</summary>
public sealed class VirtualKey
{
    private readonly ICDPSession session;
    private readonly string id;

    private VirtualKey(ICDPSession session, string id)
    {
        this.session = session;
        this.id = id;
    }

    public static async Task<VirtualKey> PlugInAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var added = await session.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        return new VirtualKey(session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>The passkeys that it holds, as Chromium describes them.</summary>
    public async Task<IReadOnlyList<JsonElement>> PasskeysAsync()
    {
        var answer = await session.SendAsync("WebAuthn.getCredentials", Own());
        return [.. answer!.Value.GetProperty("credentials").EnumerateArray()];
    }

    /// <summary>Whether it recognises whoever holds it.</summary>
    public Task RecogniseOwnerAsync(bool yes)
    {
        var arguments = Own();
        arguments["isUserVerified"] = yes;
        return session.SendAsync("WebAuthn.setUserVerified", arguments);
    }

    /// <summary>Holds this passkey alone, for another host if wanted: what a thief of the key would try.</summary>
    public async Task HoldAsync(JsonElement passkey, string host)
    {
        await session.SendAsync("WebAuthn.clearCredentials", Own());
        var arguments = Own();
        var copy = passkey.EnumerateObject().ToDictionary(entry => entry.Name, entry => (object)entry.Value);
        copy["rpId"] = host;
        arguments["credential"] = copy;
        await session.SendAsync("WebAuthn.addCredential", arguments);
    }

    private Dictionary<string, object> Own() => new() { ["authenticatorId"] = id };
}
