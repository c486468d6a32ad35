namespace BlazorTravel.Tests.Support.Proofs;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task Output_and_exit_code_are_the_programs_own()
    {
        var run = await ProgramRun.RunAsync("/bin/sh", ["-c", "echo out; echo err >&2; exit 3"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("out", run.Output);
        Assert.Contains("err", run.Output);
    }

    [Fact]
    public async Task A_killed_program_is_gone_at_once_without_clean_up()
    {
        await using var child = ChildProcess.Start("/bin/sh", ["-c", "trap 'echo cleaned' TERM; sleep 60 & wait"]);

        await child.KillAsync();

        Assert.Equal(128 + 9, child.ExitCode);
        Assert.DoesNotContain("cleaned", child.Output);
    }

    [Fact]
    public async Task A_program_does_not_outlive_the_test_process()
    {
        await using var child = ChildProcess.Start("/bin/sleep", ["60"]);

        child.Abandon();

        await child.WaitForExitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(128 + 9, child.ExitCode);
    }
}
