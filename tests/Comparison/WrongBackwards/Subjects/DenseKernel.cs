using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y = X W with X (7, 4), W (4, 5), as somebody writes it who fills buffers, casts and tiles: dW = Xᵀ dY, dX = dY Wᵀ.
/// </summary>
public sealed class DenseKernel : Subject
{
    private const int Tile = 3;

    public override Tensor Forward(Trace t) => Weigh(t, t["X"].mm(t["W"]));

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], t["X"].t().mm(dY));
        d.Add(t["X"], dY.mm(t["W"].t()));
    }

    [Wrong(39, "X", [PartialBlock])]
    public static void LastTileSkipped(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        var dX = zeros_like(t["X"]);
        for (var row = 0; row + Tile <= dX.shape[0]; row += Tile)
            dX.narrow(0, row, Tile).copy_(dY.narrow(0, row, Tile).mm(t["W"].t()));
        d.Add(t["W"], t["X"].t().mm(dY));
        d.Add(t["X"], dX); // WRONG: 7 rows are two tiles of 3 and one row that nobody filled
    }

    [Wrong(39, "W", [SingleElement])]
    public static void LastElementLost(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        var buffer = zeros_like(t["W"]).flatten();
        var dW = t["X"].t().mm(dY).flatten();
        buffer.narrow(0, 0, dW.shape[0] - 1).copy_(dW.narrow(0, 0, dW.shape[0] - 1));
        d.Add(t["W"], buffer.reshape(t["W"].shape)); // WRONG: i < count − 1
        d.Add(t["X"], dY.mm(t["W"].t()));
    }

    [Wrong(28, "W", [WrongDtype], Symptom = Symptom.Dtype)]
    public static void AccumulatorHandedOver(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        var sum = t["X"].t().to(ScalarType.Float64).mm(dY.to(ScalarType.Float64));
        d.Add(t["W"], sum); // WRONG: float64, however the parameter is stored
        d.Add(t["X"], dY.mm(t["W"].t()));
    }

    [Wrong(28, "W", [])]
    public static void RoundedToHalfPrecision(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        var dW = t["X"].t().mm(dY).to(ScalarType.BFloat16);
        d.Add(t["W"], dW.to(t["W"].dtype)); // WRONG: the dtype is right again, the digits are gone
        d.Add(t["X"], dY.mm(t["W"].t()));
    }

    [Wrong(27, "X", [Aliasing], Symptom = Symptom.Modified)]
    public static void OneScratchBufferForBoth(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        var scratch = empty(t["X"].numel(), dtype: t["X"].dtype);
        var dX = scratch.reshape(t["X"].shape);
        d.Add(t["X"], dX.copy_(dY.mm(t["W"].t()))); // WRONG: the next line writes over it
        var dW = scratch.narrow(0, 0, t["W"].numel()).reshape(t["W"].shape);
        d.Add(t["W"], dW.copy_(t["X"].t().mm(dY)));
    }

    [Wrong(26, "X", [InputModified], Symptom = Symptom.Modified)]
    public static void LeafScaledInPlace(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY.mm(t["W"].t()));
        d.Add(t["W"], t["X"].mul_(2).t().mm(dY) / 2); // WRONG: X is 2X from here on
    }

    [Wrong(25, "W", [RawStrides], Symptom = Symptom.RawStrides)]
    public static void UpstreamReadAsFlatMemory(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], t["X"].t().mm(FlatMemory.Read(dY))); // WRONG: true of contiguous memory only
        d.Add(t["X"], dY.mm(t["W"].t()));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(7, 4)),
        Parameter("W", dice.Normal(4, 5)),
        Constant("R", dice.Normal(7, 5)),
    ];
}
