using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison;

public sealed class GradientAssertTests : TensorTest
{
    [Fact]
    public void A_right_backward_passes() => Square(t => 2 * t["x"]);

    [Fact]
    public void A_wrong_one_throws_the_report_with_tensor_line_and_cause()
    {
        var exception = Assert.Throws<GradientMismatchException>(() => Square(t => 4 * t["x"]));
        var message = string.Join(' ', exception.Message.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("x goes wrong in tests/Comparison/GradientAssertTests.cs:", message, StringComparison.Ordinal);
        Assert.Contains("Autograd is right about the loss as written", message, StringComparison.Ordinal);
        Assert.Contains("2 times", message, StringComparison.Ordinal);
        Assert.Equal("x", Assert.Single(exception.Report.Faults));
    }

    private static void Square(Func<Trace, Tensor> derivative)
        => GradientAssert.Agrees(
            "square", [new Leaf("x", randn(5), LeafRole.Parameter)],
            t => (t["x"] * t["x"]).sum(),
            (t, d) => d.Add(t["x"], derivative(t)));
}
