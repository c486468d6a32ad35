using System.Text.RegularExpressions;
using Finbuckle.MultiTenant.Abstractions;

namespace Finbuckle.MultiTenant
{
    /// <summary>Collects the strategies and the store of one kind of tenant.</summary>
    public class MultiTenantBuilder<TTenantInfo>(IServiceCollection services)
        where TTenantInfo : ITenantInfo
    {
        public IServiceCollection Services { get; } = services;

        public MultiTenantBuilder<TTenantInfo> WithStore<TStore>(ServiceLifetime lifetime, params object[] parameters)
            where TStore : IMultiTenantStore<TTenantInfo>
        {
            Services.Add(
                ServiceDescriptor.Describe(
                    typeof(IMultiTenantStore<TTenantInfo>),
                    provider => ActivatorUtilities.CreateInstance<TStore>(provider, parameters),
                    lifetime
                )
            );
            return this;
        }

        public MultiTenantBuilder<TTenantInfo> WithStrategy<TStrategy>(
            ServiceLifetime lifetime,
            params object[] parameters
        )
            where TStrategy : IMultiTenantStrategy
        {
            Services.Add(
                ServiceDescriptor.Describe(
                    typeof(IMultiTenantStrategy),
                    provider => ActivatorUtilities.CreateInstance<TStrategy>(provider, parameters),
                    lifetime
                )
            );
            return this;
        }
    }

    internal sealed class AsyncLocalContext<TTenantInfo>
        : IMultiTenantContextAccessor<TTenantInfo>,
            IMultiTenantContextSetter
        where TTenantInfo : ITenantInfo
    {
        private static readonly AsyncLocal<IMultiTenantContext<TTenantInfo>?> Current = new();

        public IMultiTenantContext<TTenantInfo> MultiTenantContext =>
            Current.Value ??= new MultiTenantContext<TTenantInfo>(default);

        IMultiTenantContext IMultiTenantContextAccessor.MultiTenantContext => MultiTenantContext;

        IMultiTenantContext IMultiTenantContextSetter.MultiTenantContext
        {
            set => Current.Value = (IMultiTenantContext<TTenantInfo>)value;
        }
    }
}

namespace Finbuckle.MultiTenant.Extensions
{
    public static class ServiceCollectionExtensions
    {
        public static MultiTenantBuilder<TTenantInfo> AddMultiTenant<TTenantInfo>(this IServiceCollection services)
            where TTenantInfo : ITenantInfo
        {
            services.AddSingleton<AsyncLocalContext<TTenantInfo>>();
            services.AddSingleton<IMultiTenantContextAccessor<TTenantInfo>>(p =>
                p.GetRequiredService<AsyncLocalContext<TTenantInfo>>()
            );
            services.AddSingleton<IMultiTenantContextAccessor>(p =>
                p.GetRequiredService<AsyncLocalContext<TTenantInfo>>()
            );
            services.AddSingleton<IMultiTenantContextSetter>(p =>
                p.GetRequiredService<AsyncLocalContext<TTenantInfo>>()
            );
            services.AddScoped<AspNetCore.TenantResolver<TTenantInfo>>();
            services.AddScoped<AspNetCore.ITenantResolver>(p =>
                p.GetRequiredService<AspNetCore.TenantResolver<TTenantInfo>>()
            );
            return new MultiTenantBuilder<TTenantInfo>(services);
        }
    }
}

namespace Finbuckle.MultiTenant.AspNetCore
{
    /// <summary>Asks the strategies in order until one names a tenant that the store has.</summary>
    internal interface ITenantResolver
    {
        Task<IMultiTenantContext> ResolveAsync(object context);
    }

    internal sealed class TenantResolver<TTenantInfo>(
        IEnumerable<IMultiTenantStrategy> strategies,
        IMultiTenantStore<TTenantInfo> store
    ) : ITenantResolver
        where TTenantInfo : ITenantInfo
    {
        public async Task<IMultiTenantContext> ResolveAsync(object context)
        {
            foreach (var strategy in strategies)
            {
                if (
                    await strategy.GetIdentifierAsync(context) is { Length: > 0 } identifier
                    && await store.GetByIdentifierAsync(identifier) is { } tenant
                )
                {
                    return new MultiTenantContext<TTenantInfo>(
                        tenant,
                        new StrategyInfo { Strategy = strategy },
                        new StoreInfo<TTenantInfo> { Store = store }
                    );
                }
            }
            return new MultiTenantContext<TTenantInfo>(default);
        }
    }

    internal sealed class MultiTenantMiddleware(RequestDelegate next)
    {
        public async Task InvokeAsync(HttpContext context, ITenantResolver resolver, IMultiTenantContextSetter setter)
        {
            var found = await resolver.ResolveAsync(context);
            setter.MultiTenantContext = found;
            context.Items[typeof(IMultiTenantContext)] = found;
            await next(context);
        }
    }
}

namespace Finbuckle.MultiTenant.AspNetCore.Strategies
{
    internal sealed class HostStrategy(string template) : IMultiTenantStrategy
    {
        private readonly Regex pattern = new(
            "^"
                + Regex.Escape(template).Replace("__tenant__", @"(?<identifier>[^\.]+)", StringComparison.Ordinal)
                + "$",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromMilliseconds(100)
        );

        public Task<string?> GetIdentifierAsync(object context) =>
            Task.FromResult(
                context is HttpContext http && pattern.Match(http.Request.Host.Host) is { Success: true } match
                    ? match.Groups["identifier"].Value
                    : null
            );
    }

    internal sealed class HeaderStrategy(string header) : IMultiTenantStrategy
    {
        public Task<string?> GetIdentifierAsync(object context) =>
            Task.FromResult(context is HttpContext http ? http.Request.Headers[header].FirstOrDefault() : null);
    }
}

namespace Finbuckle.MultiTenant.AspNetCore.Extensions
{
    public static class MultiTenantAspNetCoreExtensions
    {
        public static MultiTenantBuilder<TTenantInfo> WithHostStrategy<TTenantInfo>(
            this MultiTenantBuilder<TTenantInfo> builder,
            string template
        )
            where TTenantInfo : ITenantInfo =>
            builder.WithStrategy<Strategies.HostStrategy>(ServiceLifetime.Singleton, template);

        public static MultiTenantBuilder<TTenantInfo> WithHeaderStrategy<TTenantInfo>(
            this MultiTenantBuilder<TTenantInfo> builder,
            string tenantKey
        )
            where TTenantInfo : ITenantInfo =>
            builder.WithStrategy<Strategies.HeaderStrategy>(ServiceLifetime.Singleton, tenantKey);

        public static IApplicationBuilder UseMultiTenant(this IApplicationBuilder app) =>
            app.UseMiddleware<MultiTenantMiddleware>();

        public static IMultiTenantContext<TTenantInfo> GetMultiTenantContext<TTenantInfo>(this HttpContext context)
            where TTenantInfo : ITenantInfo =>
            context.Items[typeof(IMultiTenantContext)] as IMultiTenantContext<TTenantInfo>
            ?? new MultiTenantContext<TTenantInfo>(default);
    }
}
