using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>The set is sound only if what it calls right is right: against autograd, and against finite differences.</summary>
public sealed class RightVersionsTests : TensorTest
{
    public static TheoryData<string> Subjects => WrongBackwardCatalog.SubjectNames;

    [Theory]
    [MemberData(nameof(Subjects))]
    public void AgreesWithAutograd(string name)
    {
        var subject = WrongBackwardCatalog.SubjectNamed(name);
        var inFloat32 = PlainRun.Of(subject, ScalarType.Float32);
        var inFloat64 = PlainRun.Of(subject, ScalarType.Float64);
        Assert.All(inFloat64.Names, tensor =>
        {
            Assert.InRange(inFloat64.RelativeError(tensor), 0, 1e-12);
            Assert.InRange(inFloat32.RelativeError(tensor), 0, 1e-5);
            Assert.False(inFloat32.Changed(tensor));
        });
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void AgreesWithFiniteDifferencesWhereItIsSmooth(string name)
    {
        var subject = WrongBackwardCatalog.SubjectNamed(name);
        var run = PlainRun.Of(subject, ScalarType.Float64);
        foreach (var (leaf, numerical) in NumericalGradient.Of(subject))
        {
            if (run.Autograd(leaf) is null) continue; // detached: the loss moves with it, and its gradient is not wanted
            var scratch = run.Scratch(leaf)!;
            var error = ((scratch - numerical.Central) * numerical.Smooth).abs().max().item<double>();
            Assert.InRange(error, 0, 1e-5 * numerical.Central.abs().max().item<double>());
            Assert.InRange(numerical.Smooth.mean().item<double>(), 0.5, 1);
        }
    }
}
