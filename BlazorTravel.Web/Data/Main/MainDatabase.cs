using Npgsql;

namespace BlazorTravel.Web.Data.Main;

/// <summary>
/// The pool of connections to the main database, for what EF Core does not do. Wrapped, because Npgsql's EF provider takes a
/// bare <see cref="NpgsqlDataSource"/> from the services for any context without a connection: a context on an agency's
/// database that was not bound would then reach the main database instead of nothing.
/// </summary>
public sealed class MainDatabase(string connectionString) : IAsyncDisposable
{
    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(connectionString);

    public string Name { get; } = new NpgsqlConnectionStringBuilder(connectionString).Database!;

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
