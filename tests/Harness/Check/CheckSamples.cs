using ScratchVsAutograd.Tests.Comparison.Functions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Check;

/// <summary>What <c>check</c> finds in this very assembly.</summary>
public static class CheckSamples
{
    public static Computation Property => Square("property", 2);

    [GradCheck]
    public static FunctionSample RightFunction => Product(RightProduct.apply);

    [GradCheck]
    public static FunctionSample WrongFunction() => Product(WrongSign.apply);

    [GradCheck]
    public static string NoSample() => "no sample";

    public static Computation Method() => Square("method", 3);

    public static Computation WithParameters(int exponent) => Square("not found", exponent);

    internal static Computation Square(string name, double factor) => Computation.From(
        name,
        [new Leaf("x", randn(5), LeafRole.Parameter)],
        t => (t["x"] * t["x"]).sum(),
        (t, d) => d.Add(t["x"], factor * t["x"]));

    private static FunctionSample Product(Func<object[], Tensor> apply) => new(
        "product", [new Leaf("x", randn(2, 3), LeafRole.Input), new Leaf("w", randn(2, 3), LeafRole.Input)], t => apply([t["x"], t["w"]]));
}

/// <summary>A computation with a seed, whose gradient is right for 7 only.</summary>
public sealed class CheckSamplesSeeded(ulong seed) : Computation
{
    private readonly Computation inner = CheckSamples.Square("seeded", seed == 7 ? 2 : 1);

    public override string Name => inner.Name;

    public override IReadOnlyList<Leaf> Leaves => inner.Leaves;

    public override Tensor Forward(Trace t) => inner.Forward(t);

    public override void Backward(Trace t, Gradients d) => inner.Backward(t, d);
}
