using ScratchVsAutograd.Comparison.Printing;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>
/// A backward that goes on with variables of its own, as a port from NumPy does: a chain of three layers
/// Zₗ = Aₗ₋₁ Wₗ, Aₗ = tanh Zₗ. The steps of backward can be made wrong one by one.
/// </summary>
public sealed class LocalVariablesTests : TensorTest
{
    private const int Layers = 6;

    public static TheoryData<string, string> Mistakes => new()
    {
        { "none", "" },
        { "Z5", "Z5" },
        { "A3", "A3" },
        { "W2", "W2" },
        { "Z5 Z2", "Z5 Z2" },
        { "A4 W1", "A4 W1" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_is_one_origin_and_the_rest_inherits(string mistakes, string origins)
    {
        var report = Comparer.Run(Chain(mistakes, goesOn: false));
        Assert.Equal(origins, string.Join(' ', report.Faults));
        Assert.Equal(origins.Length == 0, report.Agrees);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void With_what_Add_returns_every_line_is_checked_by_itself(string mistakes, string origins)
    {
        var report = Comparer.Run(Chain(mistakes, goesOn: true));
        Assert.Equal(origins, string.Join(' ', report.Faults));
        Assert.DoesNotContain(report.Remarks, remark => remark.Contains("variables of its own", StringComparison.Ordinal));
    }

    [Fact]
    public void The_report_says_how_to_make_them_separate()
    {
        var report = Comparer.Run(Chain("Z5", goesOn: false));
        var remark = Assert.Single(report.Remarks, remark => remark.Contains("variables of its own", StringComparison.Ordinal));
        Assert.Contains("Write var dZ5 = d.Add(Z5, …)", remark, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_that_cancel_are_said_to_and_not_counted_as_wrong()
    {
        Leaf[] leaves = [Leaf.Parameter("X", randn(4, 3)), Leaf.Constant("R", randn(4, 3))];
        var report = Comparer.Run(Computation.From(
            "cancels", leaves, t => (t.Watch("Y", t["X"].tanh()) * t["R"]).sum(),
            (t, d) =>
            {
                d.Add(t["Y"], 2 * t["R"]);
                d.Add(t["X"], 0.5 * d[t["Y"]] * (1 - t["Y"].square()));
            }));
        var X = report.Tensors.Single(tensor => tensor.Name == "X");
        Assert.Equal((Verdict.Origin, true), (X.Verdict, X.RightInTheEnd));
        Assert.Contains("cancels one made earlier", X.Note, StringComparison.Ordinal);
        Assert.Contains(
            "1 of 2 hand-written gradients does not match autograd's, and the line of one that does is still wrong",
            ClosingSentence.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void What_Add_returned_too_early_is_noticed()
    {
        Leaf[] leaves = [
            Leaf.Parameter("X", randn(5, 3)), Leaf.Parameter("A", randn(3, 4)), Leaf.Constant("R", randn(5, 4)),
            Leaf.Constant("S", randn(5, 4))];
        var report = Comparer.Run(Computation.From(
            "too early", leaves,
            t =>
            {
                var H = t.Watch("H", t["X"].mm(t["A"]));
                return (H.tanh() * t["R"]).sum() + (H.square() * t["S"]).sum();
            },
            (t, d) =>
            {
                var H = t["H"];
                var dH = d.Add(H, t["R"] * (1 - H.tanh().square()));
                d.Add(t["A"], t["X"].t().mm(dH));
                dH = d.Add(H, 2 * H * t["S"]);
                d.Add(t["X"], dH.mm(t["A"].t()));
            }));
        Assert.Equal(["H"], report.Faults.AsEnumerable());
        var found = report.Tensors.Single(tensor => tensor.Name == "H");
        Assert.True(found.RightInTheEnd);
        Assert.Contains("is used before the last contribution is added", found.Note, StringComparison.Ordinal);
        Assert.Equal(Verdict.Inherited, report.Tensors.Single(tensor => tensor.Name == "A").Verdict);
    }

    private static Computation Chain(string mistakes, bool goesOn)
    {
        var wrong = mistakes.Split(' ');
        var leaves = Enumerable.Range(1, Layers).Select(layer => Leaf.Parameter($"W{layer}", randn(5, 5) / 2))
            .Append(Leaf.Input("A0", randn(7, 5))).Append(Leaf.Constant("R", randn(7, 5)));
        return Computation.From("chain", [.. leaves], Forward, (t, d) => Backward(t, d, name => wrong.Contains(name) ? 1.5 : 1, goesOn));
    }

    private static Tensor Forward(Trace t)
    {
        var A = t["A0"];
        for (var layer = 1; layer <= Layers; layer++)
            A = t.Watch($"A{layer}", t.Watch($"Z{layer}", A.mm(t[$"W{layer}"])).tanh());
        return (A * t["R"]).sum();
    }

    private static void Backward(Trace t, Gradients d, Func<string, double> factor, bool goesOn)
    {
        var dA = Written($"A{Layers}", t["R"].clone());
        for (var layer = Layers; layer >= 1; layer--)
        {
            var dZ = Written($"Z{layer}", dA * (1 - t[$"A{layer}"].square()));
            Written($"W{layer}", t[$"A{layer - 1}"].t().mm(dZ));
            if (layer > 1) dA = Written($"A{layer - 1}", dZ.mm(t[$"W{layer}"].t()));
        }

        Tensor Written(string name, Tensor gradient)
        {
            var value = factor(name) * gradient;
            var returned = d.Add(t[name], value);
            return goesOn ? returned : value;
        }
    }
}
