using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BlazorTravel.Tests.Walls.Leaks;

/// <summary>
/// Two agencies on one server. Whatever my people and strangers send to any endpoint, by host, header, id, cookie or token,
/// nothing of the other's comes back, nothing of theirs changes, and not even what exists there is told.
/// </summary>
[Collection(LeakWorld.Name)]
public sealed class LeakTests(LeakWorld world, ITestOutputHelper output)
{
    private const int AtATime = 8;
    private const int Shown = 60;
    private const int EachDoor = 4;

    [Fact]
    public async Task Nothing_of_theirs_gets_out_and_nothing_of_theirs_changes_whoever_tries_what()
    {
        using var sender = new Sender(world);
        var before = await world.DumpTheirsAsync();
        Assert.Contains(LeakWorld.Secret, before, StringComparison.OrdinalIgnoreCase);

        var attempts = (
            from entry in Entries.All
            from method in entry.Methods
            from caller in world.Callers.All
            from way in Way.AllOf(world)
            let attempt = new Attempt(entry, method, caller, way)
            where !attempt.IsNobodysBusiness
            select attempt
        ).ToList();
        var complaints = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            attempts,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (attempt, _) => await TryAsync(sender, attempt, complaints)
        );
        output.WriteLine($"{attempts.Count} attempts at {Entries.All.Count} doors");

        Assert.True(complaints.IsEmpty, Say(complaints));
        Assert.Equal(before, await world.DumpTheirsAsync());
        Assert.DoesNotContain(world.Server.Complaints, line => line.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task Their_own_people_find_there_what_the_others_must_not_see()
    {
        using var sender = new Sender(world);
        var complaints = new ConcurrentQueue<string>();
        var shown = Entries.All.Where(entry => entry.Shows != Shows.Nothing).ToList();
        Assert.True(shown.Count > 5);
        foreach (var entry in shown)
        {
            var answer = await sender.SendAsync(
                entry,
                "GET",
                world.Callers.TheirAdmin,
                LeakWorld.Theirs,
                null,
                Whose.Theirs
            );
            var word = entry.Shows == Shows.Face ? LeakWorld.Face : LeakWorld.Secret;
            if (!answer.Contains(word))
            {
                complaints.Enqueue(
                    $"{entry.Door} shows its own people nothing ({answer.Status}); {entry.Shows} is wrong, or the thing it is asked for."
                );
            }
        }
        Assert.True(complaints.IsEmpty, Say(complaints));
    }

    private static async Task TryAsync(Sender sender, Attempt attempt, ConcurrentQueue<string> complaints)
    {
        try
        {
            var answer = await sender.SendAsync(attempt, attempt.Whose);
            if (!attempt.Accepts(answer.Status))
            {
                complaints.Enqueue($"{attempt} was answered {answer.Status}");
            }
            if (!attempt.MayShowSecret && answer.Contains(LeakWorld.Secret))
            {
                complaints.Enqueue(
                    $"{attempt} shows what is theirs alone ({answer.Status}): {Around(answer, LeakWorld.Secret)}"
                );
            }
            if (!attempt.MayShowFace && answer.Contains(LeakWorld.Face))
            {
                complaints.Enqueue(
                    $"{attempt} shows their name or words ({answer.Status}): {Around(answer, LeakWorld.Face)}"
                );
            }
            if (attempt.HidesExistence)
            {
                var nothing = await sender.SendAsync(attempt, Whose.Nobodys);
                // What was made just now is new each time, and who tries too often is told so whatever they try.
                var isComparable =
                    !(answer.Status == 201 && nothing.Status == 201) && answer.Status != 429 && nothing.Status != 429;
                if (isComparable && nothing.Essence != answer.Essence)
                {
                    complaints.Enqueue(
                        $"{attempt} tells that it exists: {Difference(answer.Essence, nothing.Essence)}"
                    );
                }
            }
        }
        catch (Exception exception)
        {
            complaints.Enqueue($"{attempt}: {exception.Message}");
        }
    }

    private static string Around(Answer answer, string word)
    {
        var text = answer.Headers + "\n" + answer.Body;
        var at = Math.Max(0, text.IndexOf(word, StringComparison.OrdinalIgnoreCase));
        return text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 80)].ReplaceLineEndings(" ");
    }

    private static string Difference(string one, string other)
    {
        var at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        string From(string text) => text[Math.Max(0, at - 40)..Math.Min(text.Length, at + 80)].ReplaceLineEndings(" ");
        return $"“{From(one)}” where nothing is answered “{From(other)}”";
    }

    private static string Say(ConcurrentQueue<string> complaints) =>
        $"{complaints.Count} complaints, of each door some:\n"
        + string.Join(
            '\n',
            complaints
                .Order(StringComparer.Ordinal)
                .GroupBy(line => string.Join(' ', line.Split(' ').Take(2)))
                .SelectMany(door => door.Take(EachDoor))
                .Take(Shown)
        );
}
