using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diagnosis.Contract;
using ScratchVsAutograd.Comparison.Diagnosis.Contributions;
using ScratchVsAutograd.Comparison.Diagnosis.Experiments;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup;
using ScratchVsAutograd.Tests.Comparison.WrongBackwards;
using static ScratchVsAutograd.CauseKind;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis;

/// <summary>
/// Each hypothesis names its cause on a wrong backward, says what a person can check, and is silent on the right backward and
/// where the numbers are off by a few millionths.
/// </summary>
public sealed class StructureHypothesesTests : TensorTest
{
    // The hypothesis, the wrong backward, the tensor at fault, the cause, and the numbers or names that the explanation must give.
    private static readonly (Hypothesis Hypothesis, string Wrong, string Tensor, CauseKind Cause, string Says)[] Cases =
    [
        (new NeverWritten(), "Dense.BiasForgotten", "b", MissingContribution, "use of b in Y"),
        (new ReadTooEarly(), "Residual.PropagatedBeforeTheBranch", "H", MissingContribution, "read before"),
        (new InputModified(), "Classifier.ActivationClampedInPlace", "Z1", CauseKind.InputModified, "changes Z1 itself"),
        (new InputModified(), "RmsNorm.UpstreamUsedAsABuffer", "Y", CauseKind.InputModified, "upstream gradient of Y"),
        (new MemoryShared(), "DenseKernel.OneScratchBufferForBoth", "X", Aliasing, "that of W"),
        (new Unrepeatable(), "Dropout.MaskDrawnAnew", "X", CauseKind.Unrepeatable, "at every run"),
        (new LayoutDependent(), "DenseKernel.UpstreamReadAsFlatMemory", "W", RawStrides, "stride 0"),
        (new DigitsLost(), "FarSquares.MultipliedOut", "X", Cancellation, "has lost 4.7 digits"),
        (new NotFinite(), "GuardedRoot.MaskedByMultiplying", "X", NonFinite, "exactly where X is 0"),
        (new NotFinite(), "Distance.DividedByZeroLength", "A", NonFinite, "exactly where Y is 0"),
        (new NotFinite(), "LogSumExp.NotShifted", "X", NonFinite, "overflows"),
        (new TermCountedTwice(), "TiedAutoencoder.EncoderUseCountedTwice", "W", DoubledContribution, "the same term twice"),
        (new TermCountedTwice(), "Classifier.FirstLayerPropagatedTwice", "W1", DoubledContribution, "Linear.cs"),
        (new UsesMiscounted(), "Gate.ValuePathForgotten", "X", MissingContribution, "its use in V"),
        (new UsesMiscounted(), "Recurrence.PathThroughTimeCut", "H2", MissingContribution, "1 · [the loss] + 0 · [H3]"),
        (new UsesMiscounted(), "TiedAutoencoder.BothUsesTakenForEqual", "W", DoubledContribution, "that in Y not at all"),
        (new UseOverwritten(), "Embedding.DuplicatesOverwrite", "E", OverwrittenContribution, "the last overwrites"),
        (new UseOverwritten(), "AveragePool.OverlapsOverwrite", "X", OverwrittenContribution, "12 of 27"),
        (new UseOverwritten(), "Autocorrelation.UseAsNextForgotten", "X", MissingContribution, "only the first"),
        (
            new UpstreamIgnored(), "Dense.UpstreamTakenForOnes", "X", CauseKind.UpstreamIgnored,
            "does not depend on its upstream gradient dY"),
        (new UpstreamIgnored(), "Dense.OnlyTheFirstUpstreamElementRead", "W", CauseKind.UpstreamIgnored, "only the first element"),
        (new LeftOver(), "SecondStep.LastGradientNotZeroed", "V", Stale, "contains G"),
    ];

    public static TheoryData<int, string> All => Rows(_ => true);

    /// <summary>Those that rest on a fit.</summary>
    public static TheoryData<int, string> Fitted => Rows(item => item.Hypothesis.GetType().Namespace is { } folder
        && folder.EndsWith("Contributions", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public void Names_the_cause(int row, string name)
    {
        var item = Cases[row];
        var found = item.Hypothesis.Explain(Suspects.Of(WrongBackwardCatalog.Named(name).Computation, item.Tensor));
        Assert.NotNull(found);
        Assert.Equal(item.Cause, found.Cause);
        Assert.Equal(item.Tensor, found.Tensor);
        Assert.Contains(item.Says, $"{found.Text}; {found.Evidence}", StringComparison.Ordinal);
        Assert.InRange(found.Residual, 0, 1e-9);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Is_silent_on_the_right_version(int row, string name)
    {
        var item = Cases[row];
        Assert.Null(item.Hypothesis.Explain(Suspects.Of(WrongBackwardCatalog.Named(name).Right, item.Tensor)));
    }

    [Theory]
    [MemberData(nameof(Fitted))]
    public void Is_silent_a_few_millionths_off(int row, string name)
    {
        var item = Cases[row];
        var blurred = Suspects.Blurred(WrongBackwardCatalog.Named(name).Computation);
        Assert.Null(item.Hypothesis.Explain(Suspects.Of(blurred, item.Tensor)));
    }

    [Theory]
    [InlineData("Dense.WeightDoubled", "W")]
    [InlineData("RowMean.SumForMean", "X")]
    [InlineData("RowVariance.BiasedDivisor", "X")]
    [InlineData("Softmax.TemperatureOfAnotherPlace", "Z")]
    public void A_constant_factor_is_no_missing_term(string name, string tensor)
    {
        var suspect = Suspects.Of(WrongBackwardCatalog.Named(name).Computation, tensor);
        Assert.All(
            StructureHypotheses.All.Where(hypothesis => hypothesis is not FormulaLookup),
            hypothesis => Assert.Null(hypothesis.Explain(suspect)));
        Assert.NotEqual(MissingTerm, new FormulaLookup().Explain(suspect)?.Cause);
    }

    [Theory]
    [InlineData("Clamp.BoundsShutOut")]
    [InlineData("Rectifier.OneAtZero")]
    [InlineData("LeakyRectifier.SlopeForgotten")]
    [InlineData("AbsoluteError.MinusOneAtZero")]
    public void A_mask_is_no_wrong_tensor(string name)
    {
        var suspect = Suspects.Of(WrongBackwardCatalog.Named(name).Computation, "X");
        // The look-up names the mask itself.
        Assert.All(
            StructureHypotheses.All.Where(hypothesis => hypothesis is not FormulaLookup),
            hypothesis => Assert.Null(hypothesis.Explain(suspect)));
    }

    [Fact]
    public void The_line_of_the_wrong_term_is_named_at_a_fan_out()
    {
        var wrong = WrongBackwardCatalog.Named("TiedAutoencoder.DecoderUseTransposed");
        var found = Comparer.Run(wrong.Computation).Explanations[0];
        Assert.Equal((Transpose, wrong.Fault!.Line), (found.Cause, found.Source!.Line));
    }

    [Fact]
    public void A_changed_value_that_is_not_compared_is_explained_too()
    {
        var found = Assert.Single(
            Comparer.Run(WrongBackwardCatalog.Named("Classifier.ProbabilitiesSubtractedInPlace").Computation).Explanations);
        Assert.Equal(("P", CauseKind.InputModified), (found.Tensor, found.Cause));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        var wrong = WrongBackwardCatalog.Named("LayerNorm.BothTermsDropped").Computation;
        Comparer.Run(wrong);
        // Tensors of other tests that nobody disposed must not die in between.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(0, LiveTensorsLeftBy(() => Comparer.Run(wrong)));
    }

    private static TheoryData<int, string> Rows(
        Func<(Hypothesis Hypothesis, string Wrong, string Tensor, CauseKind Cause, string Says), bool> wanted)
    {
        var rows = new TheoryData<int, string>();
        foreach (var (index, item) in Cases.Index().Where(item => wanted(item.Item))) rows.Add(index, item.Wrong);
        return rows;
    }
}
