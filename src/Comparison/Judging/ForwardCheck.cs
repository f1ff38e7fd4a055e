using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Precision;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>Holds a forward pass against the independent one that the computation offers.</summary>
/// <param name="stage">What is run.</param>
/// <param name="working">The runs in the precision to compare in; of these, the forward pass is taken as it is, if backward left it
/// so.</param>
/// <param name="tolerance">What is allowed. NaN in the same place is the same value.</param>
/// <param name="worst">How many of the worst elements are listed.</param>
internal sealed class ForwardCheck(Stage stage, PrecisionRun working, Tolerance tolerance, int worst)
{
    private readonly Tolerance tolerance = tolerance with { EqualNaN = true };

    /// <summary>What both forward passes name, in graph order, and the loss; nothing where there is no independent one.</summary>
    /// <exception cref="ArgumentException">The reference's loss is not one floating-point number.</exception>
    public ImmutableArray<ForwardReport> Reports()
    {
        using var unrecorded = no_grad();
        using var scope = NewDisposeScope();
        if (Run(working.Dtype) is not { } values) return [];
        var low = new Lazy<IReadOnlyList<Value>>(() => working.Dtype == ScalarType.Float32 ? values : Run(ScalarType.Float32)!);
        var high = new Lazy<IReadOnlyList<Value>>(() => working.Dtype == ScalarType.Float64 ? values : Run(ScalarType.Float64)!);
        return [.. values.Select((value, index) => Report(value, where => Judge(index, where)))];

        DifferenceKind Judge(int index, Tensor where) => stage.OtherPrecisionsObjection is null
            ? RoundingTest.Judge(low.Value[index].Pair, high.Value[index].Pair, where)
            : DifferenceKind.Unclear;
    }

    private ForwardReport Report(Value value, Func<Tensor, DifferenceKind> judge)
    {
        var diff = TensorDiffer.Compare(value.Scratch, value.Reference, tolerance, worst);
        return new ForwardReport
        {
            Name = value.Name,
            Diff = diff,
            IsRounding = diff is { Comparable: true, AllClose: false } && !OverflowsAlone(value.Pair)
                && judge(RoundingTest.OutOfTolerance(value.Scratch, value.Reference, tolerance)) == DifferenceKind.Rounding,
        };
    }

    // A forward that ends in NaN where another formula does not is not as good as that one.
    private static bool OverflowsAlone(GradientPair pair)
        => NonFinitePlaces.AreIn(pair.Scratch, butNotIn: pair.Autograd) || NonFinitePlaces.AreIn(pair.Autograd, butNotIn: pair.Scratch);

    private List<Value>? Run(ScalarType dtype)
    {
        var leaves = stage.Leaves(dtype);
        var reference = new Trace(leaves.ByName);
        if (stage.Computation.ReferenceForward(reference) is not { } referenceLoss) return null;
        Check(referenceLoss);
        var (scratch, loss) = Forward(dtype);
        var shared = scratch.Order.Where(name => leaves.Find(name) is null).Intersect(reference.Order, StringComparer.Ordinal);
        return
        [
            .. shared.Select(name => new Value(name, Floating(scratch[name]), Floating(reference[name]))),
            new Value(ForwardReport.Loss, loss.reshape([]), referenceLoss.reshape([])),
        ];
    }

    private (Trace Trace, Tensor Loss) Forward(ScalarType dtype)
    {
        if (dtype == working.Dtype && working.Marked.Count == 0) return (working.Autograd.Trace, working.Autograd.LossItself);
        var trace = new Trace(stage.Leaves(dtype).ByName);
        return (trace, stage.Computation.Forward(trace));
    }

    private void Check(Tensor loss)
    {
        if (loss.numel() != 1 || !loss.is_floating_point())
            throw new UnusableComputationException(
                $"The reference forward pass of '{stage.Computation.Name}' returned a {loss.dtype} tensor of {loss.numel()} elements; a "
                    + "loss is one floating-point number.");
    }

    // Masks and indices are values of a forward pass too.
    private static Tensor Floating(Tensor value) => value.is_floating_point() ? value : value.to(ScalarType.Float64);

    private sealed record Value(string Name, Tensor Scratch, Tensor Reference)
    {
        public GradientPair Pair => new(Scratch, Reference);
    }
}
