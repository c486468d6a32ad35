using BlazorTravel.Web.Data.Main;
using BlazorTravel.Web.Mail.Delivery;
using Quartz;

namespace BlazorTravel.Web.Setup;

/// <summary>Work that comes due by itself, on one server of the cluster at a time; Quartz keeps its tables in the main database.</summary>
public static class JobsSetup
{
    public static void AddJobs(this WebApplicationBuilder builder)
    {
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "BlazorTravel";
                scheduler.GenerateInstanceId = true;
                // What was missed while no server ran is done once, not as often as it was missed.
                scheduler.DefaultMisfireHandling = DefaultMisfireHandling.FireAndProceed;
            });
            quartz.UseDefaultThreadPool(4);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(source =>
                    source.DataSourceFactory = provider => provider.GetRequiredService<MainDatabase>().Source
                );
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = TimeSpan.FromSeconds(3);
                    cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(3);
                });
                store.ConfigureStore(options => options.MisfireThreshold = TimeSpan.FromSeconds(15));
                store.ProvisionSchema();
            });
            quartz.AddJob<DispatchDueMail>(job => job.WithIdentity(DispatchDueMail.Key).StoreDurably());
            quartz.AddTrigger<DispatchDueMail>(trigger =>
                trigger
                    .ForJob(DispatchDueMail.Key)
                    .WithIdentity("every-few-seconds", DispatchDueMail.Key.Group)
                    .StartNow()
                    .WithSimpleSchedule(DispatchDueMail.Interval)
            );
        });
        builder.Services.AddHostedService<JobScheduler>();
    }
}
