using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using ScratchVsAutograd.Comparison.Witness;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>Recognizes why a custom function's gradient is not the measured one, by the signatures that hand-written gradients are held against.</summary>
/// <param name="named">The sample's inputs: what a factor may be named after.</param>
internal sealed class FunctionCause(IReadOnlyList<(string Name, Tensor Value)> named)
{
    /// <summary>Where function and measurement agree, a step to one side was enough: right to six digits or so.</summary>
    private const double Fits = 1e-5;

    /// <summary>A few sentences, or null: never a guess.</summary>
    /// <param name="measured">The gradient and what was measured.</param>
    /// <param name="shape">The input's.</param>
    /// <param name="whenDoubled">The function's gradient under twice the upstream gradient; null where it has none.</param>
    public string? Of(MeasuredGradient measured, long[] shape, double[]? whenDoubled)
    {
        var values = measured.Elements.Select(result => result.Element.Scratch).ToArray();
        if (whenDoubled is not null && values.Any(value => value != 0) && values.SequenceEqual(whenDoubled))
            return $"The gradient of {measured.Name} ignores the upstream gradient: twice the upstream gradient gives the same one.";
        // Nothing is known of an element at a kink.
        return measured.Elements.All(result => result.Conclusive) ? BySignature(measured, shape) : null;
    }

    private string? BySignature(MeasuredGradient measured, long[] shape)
    {
        using var scope = NewDisposeScope();
        var gradient = new GradientUnderTest(
            measured.Name, Values(measured, shape, element => element.Scratch), Values(measured, shape, element => element.FiniteDifference), Fits)
        {
            Named = named,
        };
        return SignatureHypotheses.Explain(gradient).MinBy(explanation => explanation.Complexity) is { } cause
            ? $"{cause.Text} That leaves {Words.Residual(cause.Residual)} unexplained, over {measured.Elements.Count} elements. {cause.Fix}"
            : null;
    }

    private static Tensor Values(MeasuredGradient measured, long[] shape, Func<NumericElement, double> side)
        => tensor(measured.Elements.Select(result => side(result.Element)).ToArray(), shape, ScalarType.Float64);
}
