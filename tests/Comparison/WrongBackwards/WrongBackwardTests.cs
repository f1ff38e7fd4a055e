using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>Every wrong backward pass is wrong in the way, at the tensor and at the line that it claims.</summary>
public sealed class WrongBackwardTests : TensorTest
{
    /// <summary>Relative errors in float32; whatever is right stays below the one, whatever is wrong above the other.</summary>
    private const double Right = 1e-4;
    private const double Wrong = 1e-3;

    public static TheoryData<string> Names => WrongBackwardCatalog.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void ShowsItsSymptom(string name)
    {
        var wrong = WrongBackwardCatalog.Named(name);
        Assert.True(Shows(wrong, PlainRun.Of(wrong.Computation, ScalarType.Float32)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void IsWrongThereAndNowhereElseOnARightUpstream(string name)
    {
        var wrong = WrongBackwardCatalog.Named(name);
        var run = PlainRun.Of(wrong.Computation, ScalarType.Float32, Upstream.Autograd);
        HashSet<string> atFault = [wrong.Tensor, .. wrong.AlsoWrong];
        var found = run.Names.Where(tensor => !(run.RelativeError(tensor) <= Right)).ToHashSet();
        switch (wrong.Symptom)
        {
            case Symptom.ReadTooEarly or Symptom.RawStrides:
                Assert.Empty(found);
                break;
            case Symptom.Modified or Symptom.Unrepeatable:
                Assert.Subset(atFault, found);
                break;
            default:
                Assert.Equal(atFault, found);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void IsWrittenAtTheMarkedLine(string name)
    {
        var wrong = WrongBackwardCatalog.Named(name);
        var run = PlainRun.Of(wrong.Computation, ScalarType.Float32);
        var lines = wrong.Symptom switch
        {
            Symptom.ReadTooEarly => run.ReadAt,
            Symptom.Modified => run.Names.SelectMany(run.WrittenAt),
            _ => run.WrittenAt(wrong.Tensor),
        };
        if (wrong.Symptom == Symptom.Missing)
            Assert.Null(wrong.Fault);
        else
            Assert.Contains(wrong.Fault, lines.Select(line => line with { Member = "" }));
    }

    [Fact]
    public void EveryClassIsCovered()
    {
        var all = WrongBackwardCatalog.All.ToList();
        Assert.InRange(all.Count, 80, int.MaxValue);
        Assert.Equal(40, WrongBackwardCatalog.BugClasses.Count);
        Assert.Equal(Enumerable.Range(1, 40), all.Select(wrong => wrong.BugClass).Distinct().Order());
    }

    private static bool Shows(WrongBackward wrong, PlainRun run)
    {
        var (scratch, autograd) = (run.Scratch(wrong.Tensor), run.Autograd(wrong.Tensor));
        return wrong.Symptom switch
        {
            Symptom.Values => IsWrong(Run(wrong, ScalarType.Float64)),
            Symptom.Missing => scratch is null && autograd is not null,
            Symptom.Extra => scratch is not null && autograd is null,
            Symptom.Shape => !scratch!.shape.SequenceEqual(autograd!.shape),
            Symptom.Dtype => scratch!.dtype != autograd!.dtype,
            Symptom.NonFinite => !IsFinite(scratch!) && IsFinite(autograd!),
            Symptom.Modified => run.Changed(wrong.Tensor) || IsWrong(run),
            Symptom.Unrepeatable => PlainRun.Relative(Run(wrong, ScalarType.Float32).Scratch(wrong.Tensor)!, scratch!) > Wrong,
            Symptom.Unstable => LosesDigits(wrong, run),
            Symptom.ReadTooEarly => IsWrong(run),
            Symptom.RawStrides => IsWrong(Run(wrong, ScalarType.Float32, Upstream.Strided)),
            _ => throw new InvalidOperationException($"No test for {wrong.Symptom}."),
        };

        bool IsWrong(PlainRun of) => of.RelativeError(wrong.Tensor) is >= Wrong and < double.PositiveInfinity;
    }

    /// <summary>Right in float64, and at least twenty times as far from that as autograd's own float32.</summary>
    private static bool LosesDigits(WrongBackward wrong, PlainRun single)
    {
        var exact = Run(wrong, ScalarType.Float64);
        var truth = exact.Autograd(wrong.Tensor)!;
        var (scratch, autograd) = (single.Scratch(wrong.Tensor)!, single.Autograd(wrong.Tensor)!);
        return exact.RelativeError(wrong.Tensor) <= 1e-9 && PlainRun.Relative(scratch, truth) > 20 * PlainRun.Relative(autograd, truth);
    }

    private static PlainRun Run(WrongBackward wrong, ScalarType dtype, Upstream upstream = Upstream.Written)
        => PlainRun.Of(wrong.Computation, dtype, upstream);

    private static bool IsFinite(Tensor tensor) => tensor.isfinite().all().item<bool>();
}
