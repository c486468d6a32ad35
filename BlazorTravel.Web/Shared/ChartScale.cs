namespace BlazorTravel.Web.Shared;

/// <summary>A value axis from zero in round steps. Counts are whole, so a step is never below one.</summary>
public sealed record ChartScale(double Max, double Step)
{
    /// <summary>The axis' marks from zero up, <see cref="Max"/> included.</summary>
    public IEnumerable<double> Marks
    {
        get
        {
            for (var mark = 0.0; mark <= Max + Step / 2; mark += Step)
            {
                yield return mark;
            }
        }
    }

    /// <summary>The smallest axis of at most five marks in steps of 1, 2 or 5 times a power of ten that holds every value.</summary>
    public static ChartScale For(IEnumerable<double> values)
    {
        var highest = Math.Max(values.DefaultIfEmpty().Max(), 1);
        var power = 1.0;
        while (true)
        {
            foreach (var step in (double[])[power, 2 * power, 5 * power])
            {
                var marks = Math.Ceiling(highest / step);
                if (marks <= 4)
                {
                    return new(marks * step, step);
                }
            }
            power *= 10;
        }
    }

    /// <summary>A value's height in percent of the axis.</summary>
    public double PercentOf(double value) => Math.Clamp(value / Max, 0, 1) * 100;
}
