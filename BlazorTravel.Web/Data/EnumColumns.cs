using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BlazorTravel.Web.Data;

/// <summary>Keeps an enum as its snake_case word, so that the tables read without this code, and lets the database check it.</summary>
public static class EnumColumns
{
    /// <summary>InProgress becomes in_progress.</summary>
    public static string Write<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Reads the word again; false for one that the enum does not have.</summary>
    public static bool TryRead<T>(string? word, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (string.Equals(Write(candidate), word, StringComparison.Ordinal))
            {
                value = candidate;
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>Maps the column as text with a check constraint of the enum's words.</summary>
    public static void HasEnum<TEntity, T>(
        this EntityTypeBuilder<TEntity> builder,
        System.Linq.Expressions.Expression<Func<TEntity, T>> property,
        string table,
        string column
    )
        where TEntity : class
        where T : struct, Enum
    {
        builder.Property(property).HasConversion(new Converter<T>()).HasMaxLength(20);
        builder.ToTable(t => t.HasCheckConstraint($"ck_{table}_{column}", $"{column} IN ({Words<T>()})"));
    }

    /// <summary>The same for a column that may be empty.</summary>
    public static void HasEnum<TEntity, T>(
        this EntityTypeBuilder<TEntity> builder,
        System.Linq.Expressions.Expression<Func<TEntity, T?>> property,
        string table,
        string column
    )
        where TEntity : class
        where T : struct, Enum
    {
        builder.Property(property).HasConversion(new Converter<T>()).HasMaxLength(20);
        builder.ToTable(t => t.HasCheckConstraint($"ck_{table}_{column}", $"{column} IN ({Words<T>()})"));
    }

    private static string Words<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(value => $"'{Write(value)}'"));

    private static T Read<T>(string word)
        where T : struct, Enum =>
        TryRead<T>(word, out var value)
            ? value
            : throw new InvalidOperationException($"“{word}” is no {typeof(T).Name}.");

    private sealed class Converter<T>() : ValueConverter<T, string>(value => Write(value), word => Read<T>(word))
        where T : struct, Enum;
}
