// Two namespaces of which one uses the other where it is hardest to see: the rules are tried on them.
namespace BlazorTravel.Tests.Architecture.Samples.One
{
    internal static class Guest
    {
        public static Func<Task<int>> Visit(int guests) =>
            async () =>
            {
                await Task.Yield();
                return guests + Two.Host.Rooms();
            };
    }
}

namespace BlazorTravel.Tests.Architecture.Samples.Two
{
    internal static class Host
    {
        public static int Rooms() => Environment.ProcessorCount;
    }
}
