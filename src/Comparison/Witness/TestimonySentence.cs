using System.Globalization;

namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>An outcome in words.</summary>
internal static class TestimonySentence
{
    /// <summary>One sentence, with the numbers of the measurement that shows it best.</summary>
    public static string Of(string tensor, WitnessSays says, IReadOnlyList<WitnessStatement> statements, double loss)
    {
        if (!double.IsFinite(loss)) return $"The loss in float64 is {Number(loss)}; finite differences say nothing about {tensor}.";
        if (statements.Count == 0) return $"{tensor} has no elements to move; finite differences say nothing about it.";
        return says switch
        {
            WitnessSays.Autograd => $"Autograd is right about the loss as written: {Numbers(tensor, Telling(statements, says))}.",
            WitnessSays.Scratch => $"Scratch is right about the loss as written: {Numbers(tensor, Telling(statements, says))}.",
            WitnessSays.Neither => $"Neither is right about the loss as written: {Numbers(tensor, Telling(statements, says))}.",
            WitnessSays.Both => $"Both are right within their precision: {Numbers(tensor, statements[0])}.",
            WitnessSays.InconclusiveKink =>
                $"No vote on {tensor}: the loss has a kink there (ReLU at 0, a tie of a maximum), where the slopes to either side differ.",
            _ => $"No vote on {tensor}: {Obstacle(tensor, statements.First(statement => statement.Says == WitnessSays.Inconclusive))}.",
        };
    }

    /// <summary>The measurement with the widest gap between the two, among those that gave the outcome.</summary>
    private static WitnessStatement Telling(IReadOnlyList<WitnessStatement> statements, WitnessSays says)
        => statements.Where(statement => statement.Says == says)
            .DefaultIfEmpty(statements[0])
            .MaxBy(statement => Math.Abs(statement.Scratch - statement.Autograd) / statement.ErrorBar)!;

    private static string Obstacle(string tensor, WitnessStatement statement)
        => double.IsNaN(statement.FiniteDifference)
            ? $"the loss is not finite however little {tensor} moves along {statement.Direction}"
            : $"the two are too close for the loss to tell apart: {Numbers(tensor, statement)}";

    private static string Numbers(string tensor, WitnessStatement statement)
        => $"the slope of the loss along {statement.Direction} of {tensor} is {Number(statement.FiniteDifference)} "
            + $"± {Number(statement.ErrorBar, 2)}; scratch says {Number(statement.Scratch)}, autograd {Number(statement.Autograd)}";

    private static string Number(double value, int digits = 9) => value.ToString($"g{digits}", CultureInfo.InvariantCulture);
}
