
namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Detectors;

public sealed class DetectorTests : TensorTest
{
    [Theory]
    [InlineData("Dense.WeightDoubled", Detection.Caught)]
    [InlineData("LogLikelihood.OfTheUnnormalizedDivergence", Detection.Caught)]
    [InlineData("ScaleAndShift.RowLosesItsAxis", Detection.Missed)]
    [InlineData("ScaleAndShift.RowNotSummed", Detection.Caught)]
    [InlineData("DenseKernel.AccumulatorHandedOver", Detection.Caught)]
    [InlineData("FaintLoss.DerivativeNegated", Detection.Missed)]
    [InlineData("Rectifier.OneAtZero", Detection.Caught)]
    [InlineData("DenseKernel.LeafScaledInPlace", Detection.Missed)]
    public void AllCloseFindsWhatIsLargeAndOfAnotherShape(string name, Detection expected)
        => Assert.Equal(expected, new AllCloseDetector().Judge(WrongBackwardCatalog.Named(name)));

    [Theory]
    [InlineData("Dense.WeightDoubled", Detection.Caught)]
    [InlineData("LogLikelihood.OfTheUnnormalizedDivergence", Detection.Missed)]
    [InlineData("ScaleAndShift.RowLosesItsAxis", Detection.Missed)]
    [InlineData("ScaleAndShift.RowNotSummed", Detection.Caught)]
    [InlineData("DenseKernel.AccumulatorHandedOver", Detection.Missed)]
    [InlineData("FaintLoss.DerivativeNegated", Detection.Missed)]
    [InlineData("Rectifier.OneAtZero", Detection.RightOneRejectedToo)]
    [InlineData("DenseKernel.LeafScaledInPlace", Detection.Missed)]
    public void FiniteDifferencesFindWhatReachesAParameterAwayFromKinks(string name, Detection expected)
        => Assert.Equal(expected, new FiniteDifferenceDetector().Judge(WrongBackwardCatalog.Named(name)));

    [Fact]
    public void ADetectorThatRejectsEverythingCatchesNothing()
        => Assert.Equal(Detection.RightOneRejectedToo, new Doubting(_ => true).Judge(WrongBackwardCatalog.Named("Dense.WeightDoubled")));

    [Fact]
    public void TheTableCountsByClassAndMarksWhatSaysNothing()
    {
        var cases = WrongBackwardCatalog.All.Where(wrong => wrong.BugClass is 8 or 40);
        var ofDense = new Doubting(computation => computation.Name.StartsWith("Dense.", StringComparison.Ordinal));
        var table = DetectionTable.Render(cases, [new Doubting(_ => true), ofDense]);
        Assert.Equal(
            """
            |  | How it goes wrong | Cases | doubt | doubt |
            | --: | --- | --: | --: | --: |
            | 8 | keepdim lost | 3 | 0* | 0 |
            | 40 | never written, or zero | 3 | 0* | 2 |
            |  | **all** | 6 | 0* | 2 |

            """,
            table);
    }

    private sealed class Doubting(Func<Computation, bool> doubts) : Detector
    {
        public override string Name => "doubt";

        protected override bool Rejects(Computation computation, Subject subject) => doubts(computation);
    }
}
