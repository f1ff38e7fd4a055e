using System.Runtime.InteropServices;
using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using ScratchVsAutograd.Comparison.Gradcheck;
using ScratchVsAutograd.Comparison.Judging;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>
/// Why a custom function's gradient is not the measured one: what the diagnosis of computations says, with autograd through the function's
/// own forward as the reference; where that cannot be had, what the measured numbers give away.
/// </summary>
/// <param name="stage">The sample.</param>
/// <param name="upstream">Makes the upstream gradients that were measured under.</param>
internal sealed class FunctionCause(FunctionStage stage, Func<UpstreamGradients> upstream)
{
    /// <summary>Where function and measurement agree, a step to one side was enough: right to six digits or so.</summary>
    private const double Fits = 1e-5;

    private const int MostExplanations = 2;

    private readonly Lazy<ComparisonReport?> diagnosed = new(() => Diagnosed(stage, upstream()));

    /// <summary>The explanations that fit, the likeliest first: never a guess.</summary>
    /// <param name="measured">The gradient and what was measured.</param>
    /// <param name="shape">The input's.</param>
    public IReadOnlyList<Explanation> Of(MeasuredGradient measured, long[] shape)
    {
        // Nothing is known of an element at a kink.
        if (!measured.Elements.All(result => result.Conclusive)) return [];
        using var scope = NewDisposeScope();
        var explanations = IsRight(measured)
            ? [.. diagnosed.Value!.Explanations.Where(explanation => explanation.Tensor == measured.Name)]
            : new List<Explanation>();
        if (explanations.Count == 0) explanations = BySignature(measured, shape);
        return [.. explanations.Take(explanations is [{ Kind: not ExplanationKind.Signature }, ..] ? 1 : MostExplanations)];
    }

    /// <summary>Whether twice the upstream gradient gives the same gradient.</summary>
    public static bool IgnoresUpstream(MeasuredGradient measured, double[]? whenDoubled)
    {
        var values = measured.Elements.Select(result => result.Element.Scratch).ToArray();
        return whenDoubled is not null && values.Any(value => value != 0) && values.SequenceEqual(whenDoubled);
    }

    // A forward may do what autograd cannot follow, such as compute in no_grad or in C#; then its gradient is no reference.
    private static ComparisonReport? Diagnosed(FunctionStage stage, UpstreamGradients upstream)
    {
        try
        {
            return Investigation.Run(
                new FunctionComputation(stage, upstream.Values),
                new ComparisonOptions { Dtype = ScalarType.Float64, Witness = WitnessMode.Never, KeepValues = true });
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever a stranger's forward throws when it is called otherwise than by TorchSharp: the numbers remain.
            return null;
        }
    }

    // Autograd's gradient must be the measured one: the forward that it went through may not be all of what the sample computes.
    private bool IsRight(MeasuredGradient measured)
    {
        if (diagnosed.Value?.Tensors.FirstOrDefault(tensor => tensor.Name == measured.Name)?.Values?.Autograd is not { } autograd)
            return false;
        var values = MemoryMarshal.Cast<byte, double>(autograd.Bytes).ToArray();
        return measured.Elements.Zip(values)
            .All(pair => Math.Abs(pair.Second - pair.First.Element.FiniteDifference) <= pair.First.Tolerance);
    }

    private List<Explanation> BySignature(MeasuredGradient measured, long[] shape)
    {
        using var scope = NewDisposeScope();
        var gradient = new GradientUnderTest(
            measured.Name, Values(measured, shape, element => element.Scratch),
            Values(measured, shape, element => element.FiniteDifference), Fits)
        {
            Named = [.. stage.Sample.Inputs.Select(leaf => (leaf.Name, leaf.Value))],
        };
        return SignatureHypotheses.Explain(gradient).MinBy(explanation => explanation.Complexity) is { } cause
            ? [
                cause with
                {
                    Evidence = $"That leaves {Words.Residual(cause.Residual)} unexplained, over {measured.Elements.Count} elements.",
                }]
            : [];
    }

    private static Tensor Values(MeasuredGradient measured, long[] shape, Func<NumericElement, double> side)
        => tensor(measured.Elements.Select(result => side(result.Element)).ToArray(), shape, ScalarType.Float64);
}
