using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>What the witness says about one tensor.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Sentence">The outcome.</param>
/// <param name="Measurements">What it measured.</param>
internal sealed record PageTestimony(string Tensor, string Sentence, ImmutableArray<PageTestimony.Measurement> Measurements)
{
    /// <summary>The testimony of a report.</summary>
    public static PageTestimony Of(Testimony testimony) => new(
        testimony.Tensor, testimony.Sentence,
        [
            .. testimony.Statements.Select(statement => new Measurement(
                statement.Direction, statement.Scratch, statement.Autograd, statement.FiniteDifference, statement.ErrorBar,
                statement.Says.Word(), statement.Steps)),
        ]);

    /// <summary>See <see cref="WitnessStatement"/>.</summary>
    internal sealed record Measurement(
        string Direction, double Judged, double Reference, double Slope, double ErrorBar, string Says, ImmutableArray<WitnessStep> Steps);
}
