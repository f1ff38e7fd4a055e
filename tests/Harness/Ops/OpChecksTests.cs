using ScratchVsAutograd.Harness.Ops.Checks;
using ScratchVsAutograd.Ops;
using ScratchVsAutograd.Scratch.Catalogue;
using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Ops;

/// <summary>Each check on an op that deserves to fail it: Y = X², and one thing wrong.</summary>
public sealed class OpChecksTests : TensorTest
{
    private static readonly Dictionary<string, OpCase> Wrong = new()
    {
        ["forward"] = Square(forward: X => X * X * 1.001),
        ["f64"] = Square(gradient: (X, dY) => X * dY),
        ["f32"] = Square(gradient: (X, dY) => X.dtype == ScalarType.Float32 ? X * dY : 2 * X * dY),
        ["bf16"] = Square(gradient: (X, dY) => X.dtype == ScalarType.BFloat16 ? X * dY : 2 * X * dY),
        ["slopes"] = Square(forward: X => X.detach() * X, gradient: (X, dY) => X * dY),
        ["one"] = Square(gradient: (X, dY) => 2 * X * dY * (X.shape[0] == 1 ? 2 : 1)),
        ["none"] = Square(gradient: (X, dY) => X.shape[0] == 0 ? throw new InvalidOperationException("No example.") : 2 * X * dY),
        ["strides"] = Square(gradient: (X, dY) => 2 * X.as_strided(X.shape, [X.shape[1], 1]) * dY),
        ["again"] = Square(write: (d, X, dX) =>
        {
            if (d.Find(X) is null) d.Add(X, dX);
        }),
        ["wants"] = Square(write: (d, X, dX) => d.Add(X, dX)) with
        {
            Arguments = [new("X", [Argument.Batch, 2], Draw.Gaussian), new("W", [1], Draw.Gaussian)],
            Forward = t => Mul.Forward(t["X"], t["W"]),
            Backward = (t, d, Y) =>
            {
                using var scope = NewDisposeScope();
                d.Add(t["X"], d[Y] * t["W"]);
                d.Add(t["W"], (d[Y] * t["X"]).sum().reshape(1));
            },
            Reference = t => t["X"] * t["W"],
        },
        ["memory"] = Square() with
        {
            Backward = (t, d, Y) =>
            {
                var dY = d[Y];
                d.Add(t["X"], 2 * dY * t["X"]);
            },
        },
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory, MemberData(nameof(Names))]
    public void What_is_wrong_fails_its_check(string check)
    {
        var faults = Faults(check, Wrong[check]);
        Assert.NotNull(faults);
        Assert.StartsWith("square, plain: ", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void What_is_right_passes_it(string check) => Assert.Empty(Faults(check, Square())!);

    [Fact]
    public void Every_check_of_cases_is_tried_on_something_wrong()
        => Assert.Equal(OpChecks.All.Select(check => check.Name).Except(["rejects", "refuses"]), Wrong.Keys);

    [Fact]
    public void A_comparison_that_refuses_nothing_is_found()
    {
        var faults = Sensitivity.Faults(new OpRow(typeof(Square_), Square()), torch.CPU, (_, _) => true);
        Assert.Equal(
            ["zeroed", "0.1 % too large", "of the wrong sign at its largest element", "transposed", "NaN"],
            faults.Select(fault => fault.Split(", ")[1]));
    }

    [Fact]
    public void A_call_that_is_not_refused_or_with_another_sentence_is_found()
    {
        var row = new OpRow(typeof(Square_), Square())
        {
            Refusals =
            [
                new("nothing at all", () => { }, "X is wrong."),
                new("another sentence", () => throw new ArgumentException("X is bad."), "X is wrong."),
                new("the right one", () => throw new ArgumentException("X is wrong."), "X is wrong."),
            ],
        };
        var faults = OpChecks.All.Single(check => check.Name == "refuses").Faults(row, torch.CPU);
        Assert.Equal(
            ["square_, nothing at all: was not refused", "square_, another sentence: refused with \"X is bad.\", expected \"X is wrong.\""],
            faults);
    }

    [Fact]
    public void What_an_op_has_not_is_not_asked()
    {
        var row = new OpRow(
            typeof(Square_), Square() with { IsSmooth = false, TakesHalf = false, Arguments = [new("X", [2, 3], Draw.Gaussian)] });
        Assert.Equal(
            ["bf16", "slopes", "one", "none", "refuses"], OpChecks.All.Where(check => check.Faults(row, torch.CPU) is null)
                .Select(check => check.Name));
    }

    private static IReadOnlyList<string>? Faults(string check, OpCase one)
        => OpChecks.All.Single(other => other.Name == check).Faults(new OpRow(typeof(Square_), one) { Name = "square" }, torch.CPU);

    private static OpCase Square(
        Func<Tensor, Tensor>? forward = null, Func<Tensor, Tensor, Tensor>? gradient = null,
        Action<Gradients, Tensor, Tensor>? write = null) => new(
        "plain", [new("X", [Argument.Batch, 2], Draw.Gaussian)],
        t =>
        {
            using var scope = NewDisposeScope();
            return scope.MoveToOuter((forward ?? (X => X * X))(t["X"]));
        },
        (t, d, Y) =>
        {
            using var scope = NewDisposeScope();
            var X = t["X"];
            if (write is null && !d.Wants(X)) return;
            (write ?? ((into, of, dX) => into.Add(of, dX)))(d, X, (gradient ?? ((of, dY) => 2 * of * dY))(X, d[Y]));
        },
        t => t["X"].square());

    private static class Square_;
}
