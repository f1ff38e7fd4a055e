using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Functions;

/// <summary>One check of a custom function from its first call to its report; its tensors live in the dispose scope it was made in.</summary>
internal sealed class FunctionInvestigation(FunctionSample sample, FunctionCheckOptions options)
{
    private readonly FunctionStage stage = new(sample);

    /// <summary>Runs the function, measures it, and judges every input that needs a gradient.</summary>
    public FunctionReport Report()
    {
        if (FirstOutputs(out var outputs) is { } unusable) return Failed(unusable);
        UpstreamGradients Upstream() => UpstreamGradients.Random(outputs, options.Seed);
        var usual = Trial.Of(stage, stage.Needing, Upstream);
        if (usual.Failure is { } failure) return Failed(failure);
        var contract = new FunctionContract(stage, usual, Upstream);
        var doubled = Trial.Of(stage, stage.Needing, () => Upstream().Doubled());
        var reporter = new InputReporter(usual, doubled, contract, options);
        // Forward would go on changing what is measured.
        var (measured, passes) = usual.ChangedByForward.Count > 0
            ? ([], 0)
            : MeasuredGradient.Of(stage.Loss(Upstream().Values), usual.Gradients, stage.Needing, options.RelativeTolerance);
        return Empty() with
        {
            Violations = [.. contract.Violations, .. ChangedConstants(usual)],
            Remarks = [.. Remarks(outputs)],
            Inputs = measured.Count > 0
                ? [.. measured.Select(input => reporter.Report(input, Shape(input.Name)))]
                : [.. stage.Needing.Select(name => reporter.Unmeasured(name, Shape(name)))],
            ForwardPasses = passes,
        };
    }

    private string? FirstOutputs(out IReadOnlyList<Tensor> outputs)
    {
        outputs = [];
        try
        {
            outputs = stage.Call(stage.Needing).Outputs;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return StopSentence.Of("forward", exception);
        }

        return outputs.Any(output => output is { requires_grad: true })
            ? null
            : "no output depends on an input that needs a gradient; call apply, not forward, and with the inputs themselves.";
    }

    private FunctionReport Empty() => new() { Function = sample.Name, RelativeTolerance = options.RelativeTolerance, Inputs = [] };

    private FunctionReport Failed(string sentence) => Empty() with { Failure = sentence };

    private ImmutableArray<string> ChangedConstants(Trial usual)
        => [.. usual.ChangedByForward.Union(usual.ChangedByBackward).Except(stage.Needing).Select(name => $"the function changes {name} in place.")];

    private static IEnumerable<string> Remarks(IReadOnlyList<Tensor> outputs)
    {
        foreach (var (index, output) in outputs.Index())
        {
            if (output.is_floating_point() && !output.requires_grad)
                yield return FormattableString.Invariant($"Output {index + 1} is marked as not differentiable, and was left out.");
        }

        if (FunctionNode.Alive().Count == 0)
            yield return "The sample calls no custom function, or this version of TorchSharp hides it: backward could not be called ahead of autograd.";
    }

    private long[] Shape(string name) => sample.Inputs.First(leaf => leaf.Name == name).Value.shape;
}
