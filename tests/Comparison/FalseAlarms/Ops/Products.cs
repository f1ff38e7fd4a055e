using static TorchSharp.torch;
using ScratchLinear = ScratchVsAutograd.Ops.Linear;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms.Ops;

/// <summary>Products of matrices.</summary>
internal static class Products
{
    /// <summary>X Wᵀ + b.</summary>
    public static Op Linear { get; } = new("linear", x => ScratchLinear.Forward(x[0], x[1], x[2]), LinearGradients);

    /// <summary>A B.</summary>
    public static Op Matrix { get; } = new("matrix", x => x[0].mm(x[1]), (x, _, dY) => [dY.mm(x[1].t()), x[0].t().mm(dY)]);

    /// <summary>X Xᵀ.</summary>
    public static Op Gram { get; } = Op.Unary("gram", x => x.mm(x.t()), (x, _, dY) => (dY + dY.t()).mm(x));

    /// <summary>The rows of a table at given indices, some more than once.</summary>
    public static Op Rows { get; } = new(
        "rows", x => x[0].index_select(0, x[1]), (x, _, dY) => [OneHot(x[1], x[0]).t().mm(dY), null]);

    private static Tensor OneHot(Tensor indices, Tensor table)
        => (indices.unsqueeze(1) == arange(table.shape[0])).to(table.dtype);

    private static Tensor?[] LinearGradients(Tensor[] x, Tensor y, Tensor dY)
    {
        var d = new Gradients();
        d.Add(y, dY);
        ScratchLinear.Backward(d, x[0], x[1], x[2], y);
        return [d[x[0]], d[x[1]], d[x[2]]];
    }
}
