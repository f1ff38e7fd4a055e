using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison;

/// <summary>The assertion on L = Σ R ∘ (X W).</summary>
public sealed class GradientAssertTests : TensorTest
{
    private static int line;

    private readonly Leaf[] leaves;

    public GradientAssertTests()
    {
        random.manual_seed(3);
        leaves =
        [
            new("X", randn(4, 3), LeafRole.Input),
            new("W", randn(3, 2), LeafRole.Parameter),
            new("R", randn(4, 2), LeafRole.Constant),
        ];
    }

    private static void Right(Trace t, Gradients d)
    {
        d.Add(t["Z"], t["R"].clone());
        d.Add(t["W"], t["X"].t().mm(d[t["Z"]]));
    }

    private static void Halved(Trace t, Gradients d)
    {
        d.Add(t["Z"], t["R"].clone());
        line = Here() + 1;
        d.Add(t["W"], t["X"].t().mm(d[t["Z"]]) / 2);
    }

    [Fact]
    public void Passes_in_silence_where_the_gradients_agree()
    {
        GradientAssert.Agrees(Product(Right));
        GradientAssert.Agrees("product", leaves, Forward, Right);
    }

    [Theory]
    [InlineData("a computation")]
    [InlineData("the short form")]
    public void Throws_the_report_that_names_tensor_line_and_cause(string form)
    {
        Action assertion = form == "a computation"
            ? () => GradientAssert.Agrees(Product(Halved))
            : () => GradientAssert.Agrees("product", leaves, Forward, Halved);
        var exception = Assert.Throws<GradientMismatchException>(assertion);
        var message = string.Join(' ', exception.Message.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(Environment.NewLine + TextReport.Of(exception.Report), exception.Message);
        Assert.StartsWith("product on cpu, float32", message, StringComparison.Ordinal);
        Assert.Contains($"W goes wrong in tests/Comparison/GradientAssertTests.cs:{line} (Halved)", message, StringComparison.Ordinal);
        Assert.Contains("Autograd is right about the loss as written", message, StringComparison.Ordinal);
        Assert.Contains("is 2 times too small", message, StringComparison.Ordinal);
        Assert.EndsWith(
            "DISAGREE: 1 of 2 hand-written gradients does not match autograd's; the error starts in W.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_op_needs_no_loss()
    {
        Leaf[] arguments = [.. leaves.Where(leaf => leaf.Name != "R")];
        GradientAssert.OpAgrees(
            "product", arguments, Product, (t, d, Z) => d.Add(t["W"], t["X"].t().mm(d[Z])), t => matmul(t["X"], t["W"]));

        var exception = Assert.Throws<GradientMismatchException>(
            () => GradientAssert.OpAgrees("product", arguments, Product, (t, d, Z) => d.Add(t["W"], -t["X"].t().mm(d[Z]))));
        Assert.Equal("W", Assert.Single(exception.Report.Faults));

        static Tensor Product(Trace t) => t["X"].mm(t["W"]);
    }

    [Fact]
    public void A_page_is_written_where_one_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        var options = new ComparisonOptions { PageFolder = folder["pages"] };
        GradientAssert.Agrees(Product(Right), options);
        Assert.False(Directory.Exists(folder["pages"]));
        Assert.Null(Assert.Throws<GradientMismatchException>(() => GradientAssert.Agrees(Product(Halved))).Page);

        var (first, second) = (Page(), Page());
        Assert.NotEqual(first, second);
        Assert.Contains("is 2 times too small", File.ReadAllText(first), StringComparison.Ordinal);
        Assert.Contains("\"judged\":\"", File.ReadAllText(second), StringComparison.Ordinal);

        string Page()
        {
            var exception = Assert.Throws<GradientMismatchException>(() => GradientAssert.Agrees(Product(Halved), options));
            Assert.EndsWith($"page      {exception.Page}{Environment.NewLine}", exception.Message, StringComparison.Ordinal);
            return exception.Page!;
        }
    }

    [Fact]
    public void A_page_that_cannot_be_written_hides_nothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["taken"], "");
        var options = new ComparisonOptions { PageFolder = folder["taken"] };
        Assert.Null(Assert.Throws<GradientMismatchException>(() => GradientAssert.Agrees(Product(Halved), options)).Page);
    }

    [Fact]
    public void Options_count()
    {
        var options = new ComparisonOptions { Dtype = ScalarType.Float64, Inputs = true };
        var exception = Assert.Throws<GradientMismatchException>(() => GradientAssert.Agrees(Product(Right), options));
        Assert.Equal(ScalarType.Float64, exception.Report.Dtype);
        Assert.Equal(Verdict.Missing, exception.Report.Tensors.Single(tensor => tensor.Name == "X").Verdict);
    }

    [Fact]
    public void A_wrong_forward_fails_too()
        => Assert.Throws<GradientMismatchException>(
            () => GradientAssert.Agrees(Computation.From("product", leaves, Forward, Right, t => Forward(t) + 1)));

    [Fact]
    public void What_cannot_be_compared_is_no_mismatch()
        => Assert.ThrowsAny<ArgumentException>(() => GradientAssert.Agrees("matrix", leaves, t => t["X"].mm(t["W"]), Right));

    private static Tensor Forward(Trace t) => (t.Watch("Z", t["X"].mm(t["W"])) * t["R"]).sum();

    private static int Here([CallerLineNumber] int line = 0) => line;

    private Computation Product(Action<Trace, Gradients> backward) => Computation.From("product", leaves, Forward, backward);
}
