using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison;

/// <summary>The notebook's two acts, and both its gradients against those that PyTorch computed.</summary>
public sealed class NotebookComparisonTests : TensorTest
{
    /// <summary>
    /// Between two builds of LibTorch sums of up to 1437 float32 terms are taken in another order, which moves them by some 1e-6
    /// of their terms' size; and p ≪ 1e-10 multiplies what the exponentials differ by. The two sides are further apart: see
    /// <see cref="The_tolerance_tells_the_two_sides_apart"/>.
    /// </summary>
    private const double Relative = 1e-4, Absolute = 1e-7;

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var initialization in new[] { "he", "randn" })
        {
            foreach (var side in new[] { "autograd", "scratch" })
            {
                foreach (var tensor in NotebookRun.TensorsAt(depth: 2)) cases.Add(initialization, side, tensor);
            }
        }

        return cases;
    }

    public static TheoryData<string> Tensors => [.. NotebookRun.TensorsAt(depth: 2)];

    [Theory]
    [MemberData(nameof(Tensors))]
    public void With_randn_weights_no_gradient_passes(string tensor)
    {
        var report = Find(new NotebookRun("randn"), tensor);
        Assert.False(report.Verdict.Passes(strict: false));
        Assert.False(report.Diff!.AllClose);
        Assert.True(report.Diff.Budget > 1000, $"budget {report.Diff.Budget}");
    }

    [Theory]
    [MemberData(nameof(Tensors))]
    public void Precision_is_not_the_cause_for_in_float64_they_are_as_far_apart(string tensor)
    {
        var float32 = Find(new NotebookRun("randn"), tensor).Diff!.MaxAbs;
        var float64 = Find(new NotebookRun("randn", Dtype: ScalarType.Float64), tensor).Diff!.MaxAbs;
        Assert.Equal(float32, float64, 0.01 * float32);
    }

    [Theory]
    [MemberData(nameof(Tensors))]
    public void The_epsilon_is_for_without_it_float64_agrees(string tensor)
    {
        var report = Find(new NotebookRun("randn", Dtype: ScalarType.Float64, Epsilon: 0), tensor);
        Assert.Equal(Verdict.Agree, report.Verdict);
        Assert.InRange(report.Diff!.MaxAbs, 0, 1e-12);
    }

    [Theory]
    [InlineData("he")]
    [InlineData("randn")]
    public void The_loss_is_that_of_PyTorch(string initialization)
    {
        var expected = NpzFixture.Open($"notebook-seed0-{initialization}.npz")["loss"].item<double>();
        Assert.Equal(expected, new NotebookRun(initialization).Report().Loss, 1e-5 * expected);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_is_that_of_PyTorch(string initialization, string side, string tensor)
    {
        var values = Find(new NotebookRun(initialization, KeepValues: true), tensor).Values!;
        var actual = ToTensor((side == "autograd" ? values.Autograd : values.Scratch)!);
        var expected = NpzFixture.Open($"notebook-seed0-{initialization}.npz")[$"{tensor}/{side}"];
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(
            allclose(actual, expected, Relative, Absolute), $"largest difference {(actual - expected).abs().max().item<float>()}");
    }

    [Theory]
    [MemberData(nameof(Tensors))]
    public void The_tolerance_tells_the_two_sides_apart(string tensor)
    {
        var values = Find(new NotebookRun("randn", KeepValues: true), tensor).Values!;
        var expected = NpzFixture.Open("notebook-seed0-randn.npz");
        Assert.False(allclose(ToTensor(values.Scratch!), expected[$"{tensor}/autograd"], Relative, Absolute));
        Assert.False(allclose(ToTensor(values.Autograd!), expected[$"{tensor}/scratch"], Relative, Absolute));
    }

    private static TensorReport Find(NotebookRun run, string tensor) => run.Report().Tensors.Single(candidate => candidate.Name == tensor);

    private static Tensor ToTensor(TensorSnapshot snapshot)
        => tensor(MemoryMarshal.Cast<byte, float>(snapshot.Bytes).ToArray(), [.. snapshot.Shape]);
}
