using ScratchVsAutograd.Scratch.Networks;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Bench;

/// <summary>
/// The networks that are measured, with He-scaled weights, by which both sides agree, or with standard normal ones, or with a line that is
/// wrong.
/// </summary>
internal static class Networks
{
    /// <summary>64-30-10 on the digits' 1,437 rows.</summary>
    public static Computation Notebook(double scale = 1) => Of("64-30-10, 1,437 rows", 1437, scale, [64, 30, 10]);

    /// <summary>A layer that is wide, on many rows.</summary>
    public static Computation Wide() => Of("784-1024-10, 4,096 rows", 4096, 1, [784, 1024, 10]);

    /// <summary>Many layers, each small.</summary>
    public static Computation Deep() => Of("20 layers of 64, 256 rows", 256, 1, [.. Enumerable.Repeat(64, 20), 10]);

    /// <summary>The same with the gradient of a weight in the middle twice as large.</summary>
    public static Computation DeepAndWrong()
    {
        var right = Deep();
        return Computation.From(
            right.Name + ", one wrong", right.Leaves, right.Forward,
            (t, d) =>
            {
                right.Backward(t, d);
                d.Add(t["W10"], d[t["W10"]]);
            });
    }

    /// <summary>Forward and autograd's backward.</summary>
    public static void TrainingStep(Computation computation)
    {
        using var scope = NewDisposeScope();
        Forward(computation).Loss.backward();
    }

    /// <summary>A forward pass of which the parameters are differentiated; in the caller's dispose scope.</summary>
    public static (Trace Trace, Tensor Loss) Forward(Computation computation)
    {
        var trace = new Trace(computation.Leaves.Select(leaf => KeyValuePair.Create(
            leaf.Name, leaf.Value.detach().requires_grad_(leaf.Role == LeafRole.Parameter))));
        return (trace, computation.Forward(trace));
    }

    private static NotebookMlp Of(string name, long rows, double scale, int[] widths)
    {
        random.manual_seed(0);
        var X = randn(rows, widths[0]);
        var y = nn.functional.one_hot(randint(widths[^1], rows), widths[^1]).to(ScalarType.Float32);
        return new NotebookMlp(
            name, X, y, [.. widths.Zip(widths.Skip(1), (from, to) => (randn(to, from) * (Math.Sqrt(2.0 / from) * scale), zeros(1, to)))]);
    }
}
