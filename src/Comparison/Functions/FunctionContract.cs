using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>
/// Pairs of runs of one function that must not differ: the same upstream gradients in another memory layout, other inputs that need a
/// gradient, outputs that are not used, and a second call.
/// </summary>
internal sealed class FunctionContract
{
    private static readonly Tolerance Tolerance = Tolerance.For(ScalarType.Float64) with { EqualNaN = true };

    private readonly FunctionStage stage;
    private readonly Trial usual;
    private readonly Func<UpstreamGradients> upstream;
    private readonly List<string> violations = [];
    private readonly List<(string Input, FunctionVerdict Verdict, string Sentence)> findings = [];

    /// <summary>Runs all pairs.</summary>
    /// <param name="stage">The sample.</param>
    /// <param name="usual">The run in which every input needs a gradient and every output is used.</param>
    /// <param name="upstream">Makes its upstream gradients.</param>
    public FunctionContract(FunctionStage stage, Trial usual, Func<UpstreamGradients> upstream)
    {
        (this.stage, this.usual, this.upstream) = (stage, usual, upstream);
        CompareSecondCall();
        if (usual.ChangesUpstream)
            violations.Add("backward changes its upstream gradient in place; autograd may hand the same one to others.");
        // What changes its inputs answers differently for that reason alone.
        if (usual.ChangesUpstream || usual.ChangedByForward.Count + usual.ChangedByBackward.Count > 0) return;
        CompareLayouts();
        CompareNeeds();
        CompareUnusedOutputs();
    }

    /// <summary>What no function may do, a sentence each.</summary>
    public IReadOnlyList<string> Violations => violations;

    /// <summary>What was found about single inputs.</summary>
    public IReadOnlyList<(string Input, FunctionVerdict Verdict, string Sentence)> Findings => findings;

    private void CompareSecondCall()
    {
        var again = stage.Call(stage.Needing).Outputs;
        if (usual.Outputs.Zip(again).Any(pair => !AreSame(pair.First.detach(), pair.Second.detach())))
            violations.Add("forward returns something else when it is called again with the same inputs and random numbers.");
        Compare(usual.Gradients, usual.Again, FunctionVerdict.Unrepeatable, "at a second call of backward");
    }

    private void CompareLayouts()
    {
        Compare(
            usual, Run("an upstream gradient with gaps between its elements", stage.Needing, () => upstream().Gapped()),
            FunctionVerdict.Layout);
        var uniform = Run("an upstream gradient of equal numbers", stage.Needing, () => upstream().Uniform());
        Compare(
            uniform.Trial, Run("an upstream gradient that is expanded (stride 0)", stage.Needing, () => upstream().Expanded()),
            FunctionVerdict.Layout);
    }

    private void CompareNeeds()
    {
        if (stage.Needing.Count < 2) return;
        foreach (var name in stage.Needing)
        {
            Compare(usual, Run($"a gradient needed by {name} alone", [name], upstream), FunctionVerdict.Needs);
            if (stage.Needing.Count > 2)
                Compare(
                    usual, Run($"a gradient needed by all but {name}", [.. stage.Needing.Where(other => other != name)], upstream),
                    FunctionVerdict.Needs);
        }
    }

    private void CompareUnusedOutputs()
    {
        var used = upstream().Values.Index().Where(item => item.Item is not null).Select(item => item.Index).ToList();
        if (used.Count < 2) return;
        foreach (var output in used)
        {
            var zeros = Run(
                $"zero upstream gradients for all outputs but number {output + 1}", stage.Needing, () => upstream().ZeroBut(output));
            Compare(
                zeros.Trial, Run($"output number {output + 1} used alone", stage.Needing, () => upstream().Only(output)),
                FunctionVerdict.Needs);
        }
    }

    private (string How, Trial Trial, IReadOnlyCollection<string> Needing) Run(
        string how, IReadOnlyCollection<string> needing, Func<UpstreamGradients> given)
    {
        var trial = Trial.Of(stage, needing, given);
        if (trial.Failure is { } failure) violations.Add($"with {how}, {failure}");
        return (how, trial, needing);
    }

    private void Compare(Trial expected, (string How, Trial Trial, IReadOnlyCollection<string> Needing) other, FunctionVerdict verdict)
    {
        if (expected.Failure is not null || other.Trial.Failure is not null) return;
        Compare(Only(expected.Gradients, other.Needing), other.Trial.Gradients, verdict, $"with {other.How}");
    }

    private void Compare(
        IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> other, FunctionVerdict verdict, string how)
    {
        foreach (var name in expected.Keys.Union(other.Keys))
        {
            var (first, second) = (expected.GetValueOrDefault(name), other.GetValueOrDefault(name));
            if (!AreSame(first ?? zeros_like(second!), second ?? zeros_like(first!)))
                findings.Add((name, verdict, $"the gradient of {name} is different {how}."));
        }
    }

    private static Dictionary<string, Tensor> Only(IReadOnlyDictionary<string, Tensor> gradients, IReadOnlyCollection<string> names)
        => gradients.Where(pair => names.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);

    private static bool AreSame(Tensor first, Tensor second)
        => first.is_floating_point()
            ? TensorDiffer.Compare(second, first, Tolerance, worst: 0).AllClose
            : Fingerprint.Of(first) == Fingerprint.Of(second);
}
