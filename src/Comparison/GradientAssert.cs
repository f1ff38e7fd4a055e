using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison;

/// <summary>The comparison as an assertion, for any test framework.</summary>
public static class GradientAssert
{
    /// <summary>Asserts that the hand-written gradients are autograd's.</summary>
    /// <param name="computation">Whose backward to check.</param>
    /// <param name="options">Device, dtype, tolerance; null for the defaults.</param>
    /// <exception cref="GradientMismatchException">They are not; the message is the text report.</exception>
    public static void Agrees(Computation computation, ComparisonOptions? options = null)
    {
        var report = Comparer.Run(computation, options);
        if (!report.Agrees) throw new GradientMismatchException(report);
    }

    /// <summary>The short form, for one function.</summary>
    /// <param name="name">The name in the report.</param>
    /// <param name="leaves">What the computation starts from.</param>
    /// <param name="forward">See <see cref="Computation.Forward"/>.</param>
    /// <param name="backward">See <see cref="Computation.Backward"/>.</param>
    /// <param name="options">Device, dtype, tolerance; null for the defaults.</param>
    /// <exception cref="GradientMismatchException">They are not; the message is the text report.</exception>
    public static void Agrees(
        string name, IReadOnlyList<Leaf> leaves, Func<Trace, Tensor> forward, Action<Trace, Gradients> backward, ComparisonOptions? options = null)
        => Agrees(Computation.From(name, leaves, forward, backward), options);
}
