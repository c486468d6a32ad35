using System.Net;
using System.Net.Http.Json;
using BlazorTravel.Domain.Audit;
using BlazorTravel.Domain.Tenants;
using BlazorTravel.Domain.TravelRequests;
using BlazorTravel.Tests.Features.Desk;
using BlazorTravel.Tests.Support;
using BlazorTravel.Web.Audit;
using BlazorTravel.Web.Features.Account;
using BlazorTravel.Web.Features.AgencySettings;
using BlazorTravel.Web.Features.Desk.Detail;
using BlazorTravel.Web.Features.Desk.Queue;
using BlazorTravel.Web.Features.MailLog;
using BlazorTravel.Web.Features.Requesting;
using BlazorTravel.Web.Features.TenantManagement;
using Microsoft.EntityFrameworkCore;

namespace BlazorTravel.Tests.Features.Audit;

/// <summary>Every operation that changes something leaves one entry, which says the right thing; one that fails leaves none.</summary>
public sealed class WrittenEntriesTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    /// <param name="Run">Prepares, calls <see cref="AuditWorld.StartLookingAsync"/>, and acts; answers the subject's name.</param>
    private sealed record Case(string Action, Func<AuditWorld, Task<string>> Run, string? Before, string? After);

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["status"] = new(
            AuditActions.RequestStatusChanged,
            async world => await OnRequestAsync(world, view => ChangeAsync(world, view, RequestStatus.Offered)),
            """{"status": "new"}""",
            """{"status": "offered"}"""
        ),
        ["note"] = new(
            AuditActions.RequestNoteAdded,
            async world =>
                await OnRequestAsync(
                    world,
                    view => world.Get<AddNote>().RunAsync(view.Id, "Likes cats", DeskScope.Ana)
                ),
            null,
            null
        ),
        ["bulk change"] = new(
            AuditActions.RequestStatusChanged,
            async world =>
                await OnRequestAsync(
                    world,
                    view => world.Get<BulkChangeStatus>().RunAsync([view.Id], RequestStatus.Declined, DeskScope.Ana)
                ),
            """{"status": "new"}""",
            """{"status": "declined"}"""
        ),
        ["undo"] = new(
            AuditActions.RequestStatusTakenBack,
            async world =>
            {
                var request = await world.Desk.AddAsync();
                var change = await world
                    .Get<BulkChangeStatus>()
                    .RunAsync([request.Id], RequestStatus.Declined, DeskScope.Ana);
                await world.StartLookingAsync();
                await world.Get<UndoBulkChange>().RunAsync(change);
                return AuditSubject.Request(request.Reference);
            },
            """{"status": "declined"}""",
            """{"status": "new"}"""
        ),
        ["mail"] = new(
            AuditActions.MailSentAgain,
            async world =>
            {
                var id = await DeadMailAsync(world);
                await world.StartLookingAsync();
                Assert.Equal(Web.Mail.SendAgainOutcome.Queued, await world.Get<SendMailAgain>().RunAsync(id));
                return AuditSubject.Mail(id);
            },
            """{"state": "dead"}""",
            """{"state": "queued"}"""
        ),
        ["settings"] = new(
            AuditActions.SettingsChanged,
            world => SaveAsync(world, form => (form.Name, form.WelcomeText) = ("New Face", "Hello")),
            $$"""{"name": "NAME Travel", "welcome_text": null}""",
            """{"name": "New Face", "welcome_text": "Hello"}"""
        ),
        ["logo"] = new(
            AuditActions.SettingsChanged,
            world => SaveAsync(world, form => (form.LogoChanged, form.NewLogo) = (true, TenantLogo.From(Png))),
            """{"logo": null}""",
            $$"""{"logo": "{{TenantLogo.From(Png).Version}}"}"""
        ),
        ["rename"] = new(
            AuditActions.AgencyChanged,
            world => OnAgencyAsync(world, () => world.Get<ChangeAgency>().RunAsync(world.TenantId, "Renamed", null)),
            """{"name": "NAME Travel"}""",
            """{"name": "Renamed"}"""
        ),
        ["suspend"] = new(
            AuditActions.AgencySuspended,
            world => OnAgencyAsync(world, () => world.Get<ChangeAgency>().RunAsync(world.TenantId, null, false)),
            """{"is_active": true}""",
            """{"is_active": false}"""
        ),
        ["activate"] = new(
            AuditActions.AgencyActivated,
            async world =>
            {
                await world.Get<ChangeAgency>().RunAsync(world.TenantId, null, false);
                return await OnAgencyAsync(world, () => world.Get<ChangeAgency>().RunAsync(world.TenantId, null, true));
            },
            """{"is_active": false}""",
            """{"is_active": true}"""
        ),
        ["migrate"] = new(
            AuditActions.AgencyMigrated,
            async world =>
            {
                await world.Agency.ChangeAsync(world.Server, (tenant, now) => tenant.RecordSchema("an old one", now));
                return await OnAgencyAsync(world, () => world.Get<MigrateAgency>().RunAsync(world.TenantId));
            },
            """{"schema_version": "an old one"}""",
            """{"schema_version": "LATEST"}"""
        ),
        ["retry"] = new(
            AuditActions.AgencySetUpRetried,
            async world =>
            {
                await world.Agency.ChangeAsync(
                    world.Server,
                    (tenant, now) =>
                    {
                        tenant.BeginStep(nameof(ProvisioningStep.OpenAgency), now);
                        tenant.FailStep("the disk is full", now);
                    }
                );
                return await OnAgencyAsync(world, () => world.Get<RetryAgency>().RunAsync(world.TenantId));
            },
            null,
            """{"step": "open_agency"}"""
        ),
        ["reset asked"] = new(
            AuditActions.PasswordResetAsked,
            async world =>
            {
                await world.StartLookingAsync();
                await world.Get<RequestPasswordReset>().RunAsync(world.Agency.AdminEmail, "en");
                return AuditSubject.User(world.Agency.AdminEmail);
            },
            null,
            null
        ),
    };

    public static TheoryData<string> Operations => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Each_operation_leaves_one_entry_with_who_where_before_and_after(string name)
    {
        var known = Cases[name];
        await using var world = await AuditWorld.StartAsync(app.Server);
        var subject = await known.Run(world);

        // Trying again goes on in the background, where the system acts.
        var entry = Assert.Single(await world.NewEntriesAsync(), entry => entry.Origin != "job");

        Assert.Equal(known.Action, entry.Action);
        Assert.Equal(subject, entry.Subject);
        Assert.Equal((1, "Ana"), (entry.ActorId, entry.ActorName));
        Assert.Equal((AuditWorld.Address, "browser"), (entry.Address, entry.Origin));
        Assert.Equal(Filled(known.Before, world), entry.Before);
        Assert.Equal(Filled(known.After, world), entry.After);
        Assert.InRange(DateTimeOffset.UtcNow - entry.At, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static readonly Dictionary<string, Func<AuditWorld, Task>> Failures = new()
    {
        ["a step that the flow forbids"] = world =>
            OnRequestAsync(world, view => ChangeAsync(world, view, RequestStatus.Booked)),
        ["a request that somebody else changed"] = world =>
            OnRequestAsync(world, view => ChangeAsync(world, view with { Version = 1 }, RequestStatus.Offered)),
        ["a note that says nothing"] = world =>
            OnRequestAsync(
                world,
                view =>
                    Assert.ThrowsAsync<ArgumentException>(() =>
                        world.Get<AddNote>().RunAsync(view.Id, " ", DeskScope.Ana)
                    )
            ),
        ["a bulk change that fits nothing"] = world =>
            OnRequestAsync(
                world,
                view => world.Get<BulkChangeStatus>().RunAsync([view.Id], RequestStatus.Booked, DeskScope.Ana)
            ),
        ["an undo that comes twice"] = async world =>
        {
            var request = await world.Desk.AddAsync();
            var change = await world
                .Get<BulkChangeStatus>()
                .RunAsync([request.Id], RequestStatus.Declined, DeskScope.Ana);
            await world.Get<UndoBulkChange>().RunAsync(change);
            await world.StartLookingAsync();
            await world.Get<UndoBulkChange>().RunAsync(change);
        },
        ["a mail that is not there"] = async world =>
        {
            await world.StartLookingAsync();
            await world.Get<SendMailAgain>().RunAsync(1);
        },
        ["settings that somebody else saved meanwhile"] = world =>
            SaveAsync(world, form => (form.Name, form.Version) = ("Late", 1), isSaved: false),
        ["settings saved as they were"] = world => SaveAsync(world, _ => { }),
        ["a rename to the same name"] = world =>
            OnAgencyAsync(
                world,
                () => world.Get<ChangeAgency>().RunAsync(world.TenantId, world.Agency.Tenant.Name, true)
            ),
        ["a name that is too long"] = world =>
            OnAgencyAsync(
                world,
                () =>
                    Assert.ThrowsAsync<ArgumentException>(() =>
                        world.Get<ChangeAgency>().RunAsync(world.TenantId, new string('x', 81), false)
                    )
            ),
        ["a migration with nothing to do"] = world =>
            OnAgencyAsync(world, () => world.Get<MigrateAgency>().RunAsync(world.TenantId)),
        ["trying again what is ready"] = world =>
            OnAgencyAsync(world, () => world.Get<RetryAgency>().RunAsync(world.TenantId)),
        ["a new password for nobody"] = async world =>
        {
            await world.StartLookingAsync();
            await world.Get<RequestPasswordReset>().RunAsync("nobody@nowhere.example", "en");
        },
    };

    public static TheoryData<string> Refusals => [.. Failures.Keys];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_changes_nothing_leaves_no_entry(string name)
    {
        await using var world = await AuditWorld.StartAsync(app.Server);
        await Failures[name](world);
        Assert.Empty(await world.NewEntriesAsync());
    }

    [Fact]
    public async Task A_traveler_is_neither_named_nor_located()
    {
        await using var world = await AuditWorld.StartAsync(app.Server);
        using var client = app.Server.NewClient(world.Agency.Tenant.Subdomain);
        var key = Guid.NewGuid().ToString();
        for (var sent = 0; sent < 2; sent++)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "/api/v1/travel-requests")
            {
                Content = JsonContent.Create(
                    new
                    {
                        destination = "Lisbon",
                        travel_date = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(30)),
                        user_email = "zoe@example.com",
                        traveler_name = "Zoe",
                        num_persons = 2,
                    }
                ),
            };
            message.Headers.Add("Idempotency-Key", key);
            using var answer = await client.SendAsync(message);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
        var entry = Assert.Single(await world.NewEntriesAsync());
        await using var lease = await world.Desk.OpenAsync();
        var request = await lease.Db.TravelRequests.SingleAsync();
        Assert.Equal(AuditActions.RequestReceived, entry.Action);
        Assert.Equal(AuditSubject.Request(request.Reference), entry.Subject);
        Assert.Equal((null, "Traveler", null, "api"), (entry.ActorId, entry.ActorName, entry.Address, entry.Origin));
        Assert.Null(entry.Before ?? entry.After);
    }

    [Fact]
    public async Task Somebody_signed_in_who_sends_a_request_is_named()
    {
        await using var world = await AuditWorld.StartAsync(app.Server);
        await SubmitAsync(world);
        var entry = Assert.Single(await world.NewEntriesAsync());
        Assert.Equal((1, "Ana", AuditWorld.Address), (entry.ActorId, entry.ActorName, entry.Address));
    }

    [Fact]
    public async Task No_entry_holds_anything_personal_of_a_traveler()
    {
        await using var world = await AuditWorld.StartAsync(app.Server);
        var request = await SubmitAsync(world);
        var view = (await world.Get<ReadRequest>().RunAsync(request.Id, markSeen: true))!;
        await world.Get<AddNote>().RunAsync(view.Id, "Zoe Quux likes cats", DeskScope.Ana);
        view = (await world.Get<ReadRequest>().RunAsync(request.Id, markSeen: true))!;
        await world
            .Get<ChangeStatus>()
            .RunAsync(view.Id, view.Version, RequestStatus.Offered, "Dear Zoe Quux", DeskScope.Ana);
        await world.Get<SendMailAgain>().RunAsync(await DeadMailAsync(world));
        var entries = await world.NewEntriesAsync();
        Assert.Equal(4, entries.Count);
        Assert.All(
            entries.SelectMany(entry => new[] { entry.ActorName, entry.Subject, entry.Before, entry.After }),
            text => Assert.DoesNotMatch("(?i)zoe|quux|@|lisbon", text ?? "")
        );
    }

    [Fact]
    public async Task Creating_an_agency_tells_its_steps_and_deleting_it_is_remembered()
    {
        await using var world = await AuditWorld.StartAsync(app.Server);
        var created = await world
            .Get<CreateAgency>()
            .RunAsync(
                new NewAgency
                {
                    Name = "Whole Life",
                    Subdomain = "whole-life",
                    AdminEmail = "boss@whole.example",
                }
            );
        var id = created.TenantId!.Value;
        await world.Get<ProvisioningRuns>().Running(id);
        await world.Get<Invitations>().SendAgainAsync(id);
        Assert.Equal(AgencyDeletion.Done, await world.Get<DeleteAgency>().RunAsync(id));

        await using var db = await world.MainAsync();
        var entries = await db
            .AuditEntries.Where(entry => entry.TenantId == id)
            .OrderBy(entry => entry.Id)
            .ToListAsync();
        Assert.Equal(
            [
                ("Ana", AuditActions.AgencyCreated, "agency:whole-life"),
                (CurrentActor.System, AuditActions.UserInvited, "user:boss@whole.example"),
                (CurrentActor.System, AuditActions.AgencySetUp, "agency:whole-life"),
                ("Ana", AuditActions.UserInvitedAgain, "user:boss@whole.example"),
                ("Ana", AuditActions.AgencyDeletionBegun, "agency:whole-life"),
                ("Ana", AuditActions.AgencyDeleted, "agency:whole-life"),
            ],
            entries.Select(entry => (entry.ActorName, entry.Action, entry.Subject))
        );
        Assert.Contains("\"admin_email\": \"boss@whole.example\"", entries[0].After, StringComparison.Ordinal);
        Assert.Matches("check names \\d+ ms.*create database \\d+ ms.*send invitation \\d+ ms", entries[2].After!);
        Assert.Contains("whole_life", entries[5].Before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subdomain_that_is_taken_leaves_no_entry()
    {
        await using var world = await AuditWorld.StartAsync(app.Server);
        var form = new NewAgency
        {
            Name = "Second",
            Subdomain = world.Agency.Tenant.Subdomain,
            AdminEmail = "second@taken.example",
        };
        await using var db = await world.MainAsync();
        var before = await db.AuditEntries.CountAsync(entry => entry.Action == AuditActions.AgencyCreated);
        Assert.NotEmpty((await world.Get<CreateAgency>().RunAsync(form)).Errors);
        Assert.Equal(before, await db.AuditEntries.CountAsync(entry => entry.Action == AuditActions.AgencyCreated));
    }

    [Fact]
    public async Task A_change_and_its_entry_stand_or_fall_together()
    {
        await using var world = await AuditWorld.StartAsync(app.Server);
        var request = await world.Desk.AddAsync();
        var view = (await world.Get<ReadRequest>().RunAsync(request.Id, markSeen: true))!;
        await using (var lease = await world.Desk.OpenAsync())
        {
            // The log is full, as it were.
            await lease.Db.Database.ExecuteSqlRawAsync(
                "ALTER TABLE audit_entries ADD CONSTRAINT full_now CHECK (action <> 'request.status_changed')"
            );
        }
        await Assert.ThrowsAsync<DbUpdateException>(() => ChangeAsync(world, view, RequestStatus.Offered));
        Assert.Equal(RequestStatus.New, (await world.Get<ReadRequest>().RunAsync(request.Id, markSeen: false))!.Status);
        Assert.Empty(await world.NewEntriesAsync());
        await using (var lease = await world.Desk.OpenAsync())
        {
            // And now nothing but the log works.
            await lease.Db.Database.ExecuteSqlRawAsync(
                """
                ALTER TABLE audit_entries DROP CONSTRAINT full_now;
                ALTER TABLE request_events ADD CONSTRAINT full_now CHECK (kind <> 'note');
                """
            );
        }
        await Assert.ThrowsAsync<DbUpdateException>(() =>
            world.Get<AddNote>().RunAsync(request.Id, "Lost", DeskScope.Ana)
        );
        Assert.Empty(await world.NewEntriesAsync());
    }

    private static string? Filled(string? json, AuditWorld world) =>
        json
            ?.Replace("NAME", world.Agency.Tenant.Subdomain, StringComparison.Ordinal)
            .Replace("LATEST", world.Get<Web.Data.Agency.TenantProvisioner>().LatestVersion, StringComparison.Ordinal);

    private static async Task<string> OnRequestAsync(AuditWorld world, Func<RequestView, Task> act)
    {
        var request = await world.Desk.AddAsync();
        var view = (await world.Get<ReadRequest>().RunAsync(request.Id, markSeen: true))!;
        await world.StartLookingAsync();
        await act(view);
        return AuditSubject.Request(request.Reference);
    }

    private static async Task<string> OnAgencyAsync(AuditWorld world, Func<Task> act)
    {
        await world.StartLookingAsync();
        await act();
        return AuditSubject.Agency(world.Agency.Tenant.Subdomain);
    }

    private static Task<ChangeResult> ChangeAsync(AuditWorld world, RequestView view, RequestStatus to) =>
        world.Get<ChangeStatus>().RunAsync(view.Id, view.Version, to, "Dear Zoe", DeskScope.Ana);

    private static async Task<string> SaveAsync(AuditWorld world, Action<SettingsForm> change, bool isSaved = true)
    {
        var form = await world.Get<ReadSettings>().RunAsync();
        change(form);
        return await OnAgencyAsync(
            world,
            async () => Assert.Equal(isSaved, await world.Get<SaveSettings>().RunAsync(form))
        );
    }

    private static async Task<TravelRequest> SubmitAsync(AuditWorld world)
    {
        var details = new TripDetails(
            "Lisbon",
            DateOnly.FromDateTime(DateTime.UtcNow.AddDays(30)),
            "zoe@example.com",
            2
        )
        {
            TravelerName = "Zoe Quux",
        };
        return await world.Get<SubmitTravelRequest>().RunAsync(details, Guid.NewGuid(), "en");
    }

    /// <summary>A mail that nobody sends: it is dead, so the running dispatcher leaves it alone.</summary>
    private static async Task<long> DeadMailAsync(AuditWorld world)
    {
        var request = await world.Desk.AddAsync();
        await using var lease = await world.Desk.OpenAsync();
        return (
            await lease
                .Db.Database.SqlQuery<long>(
                    $$"""
                    INSERT INTO outgoing_mails (template, model, culture, recipient, subject, message_id, state, attempts,
                        next_attempt_at, created_at, request_id)
                    VALUES ('status-changed', '{}', 'en', 'zoe@example.com', 'News', {{Guid.NewGuid()}} || '@test', 'dead', 9,
                        now(), now(), {{request.Id}})
                    RETURNING id AS "Value"
                    """
                )
                .ToListAsync()
        )[0];
    }
}
