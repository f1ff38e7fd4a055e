using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Runs;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>
/// One check of a custom function from its first call to its report; its tensors live in the dispose scope it was made in.
/// </summary>
internal sealed class FunctionInvestigation(FunctionSample sample, FunctionCheckOptions options)
{
    private readonly FunctionStage stage = new(sample);

    /// <summary>Runs the function, measures it, and judges every input that needs a gradient.</summary>
    public FunctionReport Report()
    {
        var (first, problem) = FirstCall();
        if (first is null) return Failed(problem);
        UpstreamGradients Upstream() => UpstreamGradients.Random(first.Outputs, options.Seed);
        var usual = Trial.Of(stage, stage.Needing, Upstream);
        if (usual.Failure is { } failure) return Failed(failure);
        var contract = new FunctionContract(stage, usual, Upstream);
        var doubled = Trial.Of(stage, stage.Needing, () => Upstream().Doubled());
        var reporter = new InputReporter(usual, doubled, contract, new FunctionCause(stage, Upstream), options);
        // Forward would go on changing what is measured.
        var (measured, passes) = usual.ChangedByForward.Count > 0
            ? ([], 0)
            : MeasuredGradient.Of(stage.Loss(Upstream().Values), usual.Gradients, stage.Needing, options.RelativeTolerance);
        return Empty() with
        {
            Violations = [.. contract.Violations, .. ChangedConstants(usual)],
            Remarks = [.. Remarks(first)],
            BackwardAt = [.. first.Nodes.Select(node => node.Place).OfType<SourceLocation>().Distinct()],
            Inputs = measured.Count > 0
                ? [.. measured.Select(input => reporter.Report(input, Shape(input.Name)))]
                : [.. stage.Needing.Select(name => reporter.Unmeasured(name, Shape(name)))],
            ForwardPasses = passes,
        };
    }

    private (FunctionCall? Call, string Problem) FirstCall()
    {
        try
        {
            var call = stage.Call(stage.Needing);
            return call.Outputs.Any(output => output is { requires_grad: true })
                ? (call, "")
                : (null, "no output depends on an input that needs a gradient; call apply, not forward, and with the inputs themselves.");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return (null, StopSentence.Of("forward", exception));
        }
    }

    private FunctionReport Empty() => new() { Function = sample.Name, RelativeTolerance = options.RelativeTolerance, Inputs = [] };

    private FunctionReport Failed(string sentence) => Empty() with { Failure = sentence };

    private ImmutableArray<string> ChangedConstants(Trial usual)
        => [.. usual.ChangedByForward.Union(usual.ChangedByBackward).Except(stage.Needing)
            .Select(name => $"the function changes {name} in place.")];

    private static IEnumerable<string> Remarks(FunctionCall call)
    {
        foreach (var (index, output) in call.Outputs.Index())
        {
            if (output.is_floating_point() && !output.requires_grad)
                yield return FormattableString.Invariant($"Output {index + 1} is marked as not differentiable, and was left out.");
        }

        if (call.Nodes.Count == 0)
            yield return "The sample calls no custom function, or this version of TorchSharp hides it: no backward was called ahead of "
                + "autograd.";
    }

    private long[] Shape(string name) => sample.Inputs.First(leaf => leaf.Name == name).Value.shape;
}
