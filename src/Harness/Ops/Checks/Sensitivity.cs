using ScratchVsAutograd.Scratch.Catalogue;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Ops.Checks;

/// <summary>What the comparison is worth: of every gradient of the plain case, a wrong version must be refused.</summary>
internal static class Sensitivity
{
    private static readonly IReadOnlyList<(string Name, Func<Tensor, Tensor> Spoil)> Mistakes =
    [
        ("zeroed", gradient => zeros_like(gradient)),
        ("0.1 % too large", gradient => gradient * 1.001),
        ("of the wrong sign at its largest element", SignFlipped),
        ("transposed", Transposed),
        ("NaN", gradient => gradient * double.NaN),
    ];

    public static IReadOnlyList<string> Faults(OpRow row, Device device) => Faults(row, device, Agrees);

    /// <summary>What a comparison calls right although it is not.</summary>
    /// <param name="row">Whose plain case is spoiled.</param>
    /// <param name="device">Where.</param>
    /// <param name="agrees">The comparison that is put to the test.</param>
    public static IReadOnlyList<string> Faults(OpRow row, Device device, Func<Computation, ComparisonOptions, bool> agrees)
    {
        var plain = row.Cases[0];
        return [.. plain.Arguments.Where(argument => !argument.IsConstant)
            .SelectMany(argument => Faults(row, plain, argument.Name, device, agrees))];
    }

    private static bool Agrees(Computation computation, ComparisonOptions options) => Comparer.Run(computation, options).Agrees;

    private static IEnumerable<string> Faults(
        OpRow row, OpCase plain, string leaf, Device device, Func<Computation, ComparisonOptions, bool> agrees)
    {
        foreach (var (name, spoil) in Mistakes)
        {
            using var scope = NewDisposeScope();
            var leaves = plain.Leaves(ScalarType.Float64, device);
            var right = new OpRun(plain, leaves);
            var gradient = right.Backward(right.Upstream()).Find(right.Leaves.Single(one => one.Name == leaf).Value)!;
            // A gradient that is the same when transposed shows nothing.
            if (OpChecks.AreEqual(gradient, spoil(gradient))) continue;
            var spoiled = plain with { Backward = (t, d, Y) => Spoil(plain, t, d, Y, t[leaf], spoil) };
            var options = new ComparisonOptions { Inputs = true, Device = device, WhyTime = TimeSpan.Zero, Witness = WitnessMode.Never };
            if (agrees(spoiled.Computation(leaves), options)) yield return $"{row.Name}: the gradient of {leaf}, {name}, is called right";
        }
    }

    private static void Spoil(OpCase one, Trace t, Gradients d, Tensor Y, Tensor spoiled, Func<Tensor, Tensor> spoil)
    {
        var own = new Gradients(t);
        own.Add(Y, d[Y]);
        one.Backward(t, own, Y);
        foreach (var argument in one.Arguments.Where(argument => !argument.IsConstant))
        {
            var leaf = t[argument.Name];
            if (own.Find(leaf) is { } gradient) d.Add(leaf, ReferenceEquals(leaf, spoiled) ? spoil(gradient) : gradient);
        }
    }

    // In the gradient's own shape, as another shape would be refused anyhow.
    private static Tensor Transposed(Tensor gradient) => gradient.dim() switch
    {
        0 => gradient,
        1 => gradient.flip(0),
        _ => gradient.transpose(0, -1).reshape(gradient.shape),
    };

    private static Tensor SignFlipped(Tensor gradient)
    {
        var flat = gradient.flatten();
        var signs = ones_like(flat);
        signs[flat.abs().argmax().item<long>()] = tensor(-1.0, flat.dtype);
        return (flat * signs).reshape(gradient.shape);
    }
}
