using ScratchVsAutograd.Comparison.Page;
using static TorchSharp.torch;

namespace ScratchVsAutograd;

/// <summary>The comparison as an assertion, for any test framework: xunit, NUnit and MSTest show its message as it is.</summary>
[System.Diagnostics.StackTraceHidden]
public static class GradientAssert
{
    /// <summary>Asserts that the hand-written gradients are autograd's.</summary>
    /// <param name="computation">Whose backward to check.</param>
    /// <param name="options">Device, dtype, tolerance; null for the defaults.</param>
    /// <exception cref="GradientMismatchException">They are not; the message is the text report.</exception>
    public static void Agrees(Computation computation, ComparisonOptions? options = null)
    {
        options ??= new ComparisonOptions();
        var pages = FailurePages.Asked(options);
        var report = Comparer.Run(computation, options with { KeepPictures = options.KeepPictures || pages is not null });
        if (!report.Agrees) throw new GradientMismatchException(report) { Page = pages?.Write(report) };
    }

    /// <summary>The short form, for one function that ends in a loss.</summary>
    /// <param name="name">The name in the report.</param>
    /// <param name="leaves">What the computation starts from.</param>
    /// <param name="forward">See <see cref="Computation.Forward"/>.</param>
    /// <param name="backward">See <see cref="Computation.Backward"/>.</param>
    /// <param name="options">Device, dtype, tolerance; null for the defaults.</param>
    /// <exception cref="GradientMismatchException">They are not; the message is the text report.</exception>
    public static void Agrees(
        string name, IReadOnlyList<Leaf> leaves, Func<Trace, Tensor> forward, Action<Trace, Gradients> backward,
        ComparisonOptions? options = null)
        => Agrees(Computation.From(name, leaves, forward, backward), options);

    /// <summary>The short form, for one op: no loss is needed, its output is weighted by a Gaussian upstream gradient.</summary>
    /// <param name="name">The name in the report.</param>
    /// <param name="leaves">The op's arguments.</param>
    /// <param name="forward">The op's output Y, of any shape.</param>
    /// <param name="backward">Given the trace, the side dictionary and Y, writes the leaves' gradients; starts from <c>d[Y]</c>.</param>
    /// <param name="reference">Y by other functions, to check forward too; null where there are none.</param>
    /// <param name="options">Device, dtype, tolerance; null for the defaults.</param>
    /// <exception cref="GradientMismatchException">They are not; the message is the text report.</exception>
    public static void OpAgrees(
        string name, IReadOnlyList<Leaf> leaves, Func<Trace, Tensor> forward, Action<Trace, Gradients, Tensor> backward,
        Func<Trace, Tensor>? reference = null, ComparisonOptions? options = null)
        => Agrees(Computation.FromOp(name, leaves, forward, backward, reference), options);

    /// <summary>Asserts that a custom autograd function's backward is the derivative of its forward, and keeps to its contract.</summary>
    /// <param name="sample">A call of the function.</param>
    /// <param name="options">Tolerance; null for the defaults.</param>
    /// <exception cref="FunctionMismatchException">It is not, or does not; the message is the text report.</exception>
    public static void Agrees(FunctionSample sample, FunctionCheckOptions? options = null)
    {
        var report = FunctionChecker.Run(sample, options);
        if (!report.Agrees) throw new FunctionMismatchException(report);
    }
}
