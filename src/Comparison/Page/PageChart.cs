using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>Curves over one axis.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Axis">What it is shown over.</param>
/// <param name="IsLogarithmic">Whether the values are shown on a logarithmic axis.</param>
/// <param name="X">Where.</param>
/// <param name="Curves">One or more.</param>
internal sealed record PageChart(
    string Title, string Axis, bool IsLogarithmic, ImmutableArray<double> X, ImmutableArray<PageChart.Curve> Curves)
{
    /// <summary>One value for each of <see cref="X"/>.</summary>
    /// <param name="Name">What the legend says.</param>
    /// <param name="Values">The values.</param>
    internal sealed record Curve(string Name, ImmutableArray<double> Values);
}
