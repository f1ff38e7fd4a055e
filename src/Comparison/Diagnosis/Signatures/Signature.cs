using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>A way in which the values of a wrong gradient give away what went wrong with the right one.</summary>
internal abstract class Signature
{
    private const long MostSorted = 1 << 16;

    /// <summary>The explanation with its numbers, or null where the signature does not fit: never a guess.</summary>
    public Explanation? Explain(GradientUnderTest gradient) => Candidates(gradient) is [var likeliest, ..] ? likeliest : null;

    /// <summary>All explanations of this kind that fit, the likeliest first.</summary>
    public IReadOnlyList<Explanation> Candidates(GradientUnderTest gradient)
    {
        Budget.Check();
        using var scope = NewDisposeScope();
        return Applies(gradient) ? [.. FindAll(gradient)] : [];
    }

    /// <summary>What an explanation of this kind says that must be the same on other leaf values.</summary>
    public virtual string Claim(Explanation explanation) => explanation.Text;

    /// <summary>Whether there is anything to look for: by default values that differ, in gradients of one shape.</summary>
    protected virtual bool Applies(GradientUnderTest gradient) => gradient.SameShape && gradient.IsExplicable;

    /// <summary>Looks for the signature in a gradient to which it applies.</summary>
    protected virtual Explanation? Find(GradientUnderTest gradient) => null;

    /// <summary>The same where several may fit.</summary>
    protected virtual IEnumerable<Explanation> FindAll(GradientUnderTest gradient) => Find(gradient) is { } only ? [only] : [];

    /// <summary>How many elements of a mask are set.</summary>
    protected static long Count(Tensor mask) => mask.sum().item<long>();

    /// <summary>How many different values there are, up to the gradient's rounding.</summary>
    protected static int DistinctValues(GradientUnderTest gradient, Tensor values)
    {
        var sorted = Sample(values.flatten()).sort().Values;
        return sorted.numel() < 2 ? (int)sorted.numel() : 1 + (int)Count(sorted.diff() > gradient.Fits * gradient.Scale);
    }

    // Every so-manieth of very many: as good as all where it is counted how many there are of a kind, and sorted in no time.
    private static Tensor Sample(Tensor flat) => flat.slice(0, 0, flat.numel(), Math.Max(1, flat.numel() / MostSorted));

    /// <summary>
    /// Whether the right values can be told apart: of few different ones, such as −1, 0 and 1, another gradient has as many of
    /// each by chance. Three magnitudes at least, and half as many as there are elements that are not zero.
    /// </summary>
    protected static bool IsVaried(GradientUnderTest gradient)
    {
        var magnitudes = gradient.Right.masked_select(gradient.RightIsZero.logical_not()).abs();
        return DistinctValues(gradient, magnitudes) >= Math.Max(3, Sample(magnitudes).numel() / 2);
    }

    /// <summary>A shape in words.</summary>
    protected static string Shape(Tensor tensor) => Text(tensor.shape);

    /// <summary>A shape in words.</summary>
    protected static string Text(IEnumerable<long> shape) => $"({string.Join(", ", shape)})";
}
