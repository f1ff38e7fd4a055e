using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>The places that <see cref="Ctc"/> passes through: blank, first label, blank, second label, …, blank.</summary>
internal sealed class CtcPath
{
    /// <summary>Looks up what each place emits, in the caller's dispose scope.</summary>
    /// <param name="X">Log-probabilities (T, N, C).</param>
    /// <param name="y">Labels (N, S).</param>
    /// <param name="lengths">U (N,).</param>
    /// <param name="blank">The class of blanks.</param>
    /// <param name="never">Stands for log 0.</param>
    /// <exception cref="ArgumentException">A label is no class.</exception>
    public CtcPath(Tensor X, Tensor y, Tensor lengths, long blank, double never)
    {
        var (shape, labels) = (X.shape, y.shape[1]);
        Places = 2 * labels + 1;
        // What is beyond an example's own labels is not read.
        var own = y.masked_fill(arange(labels, device: y.device) >= lengths.unsqueeze(1), blank);
        Require.Indices(own, shape[2], nameof(y));
        var blanks = full_like(own, blank);
        var classes = cat([stack([blanks, own], 2).flatten(1), full([shape[1], 1], blank, ScalarType.Int64, y.device)], 1);
        Classes = classes.unsqueeze(0);
        // Half precisions lose a sequence's last steps in the sum of its first.
        var wide = X.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? X.to(ScalarType.Float32) : X;
        Emissions = wide.gather(2, Classes.expand(shape[0], -1, -1)).clamp_min(never).unbind();
        var place = arange(Places, device: X.device);
        var before = nn.functional.pad(classes, [2, 0], value: blank).narrow(1, 0, Places);
        Start = LogOf(place < 2).expand_as(Emissions[0]);
        Skips = LogOf((classes != blank).logical_and(classes != before));
        var end = (2 * lengths).unsqueeze(1);
        End = LogOf((place == end).logical_or(place == end - 1));

        Tensor LogOf(Tensor possible) => zeros(possible.shape, wide.dtype, X.device).masked_fill(possible.logical_not(), never);
    }

    /// <summary>How many places there are, 2S + 1.</summary>
    public long Places { get; }

    /// <summary>z (1, N, 2S + 1).</summary>
    public Tensor Classes { get; }

    /// <summary>X[t, z_s] (N, 2S + 1), step by step.</summary>
    public Tensor[] Emissions { get; }

    /// <summary>0 at the two places where a path may start, log 0 elsewhere.</summary>
    public Tensor Start { get; }

    /// <summary>0 at places that may be reached from two before, log 0 elsewhere.</summary>
    public Tensor Skips { get; }

    /// <summary>0 at the two places where a path may end, log 0 elsewhere.</summary>
    public Tensor End { get; }
}
