using System.Globalization;
using CsCheck;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diff;

/// <summary>
/// A recipe for two tensors to compare. Their elements follow from the seed: most are near each other on the given scale,
/// some are whatever bits the dtype has, some special values.
/// </summary>
/// <param name="Dtype">Of both.</param>
/// <param name="Shape">Of both.</param>
/// <param name="Scale">The magnitude of ordinary elements.</param>
/// <param name="Off">The relative error of ordinary elements.</param>
/// <param name="Wild">The share of elements that are drawn without regard to the other side.</param>
/// <param name="Tolerance">What they are held to.</param>
/// <param name="Seed">Of the elements.</param>
public sealed record GradientPair(
    ScalarType Dtype, long[] Shape, double Scale, double Off, double Wild, Tolerance Tolerance, int Seed)
{
    private static readonly Gen<long[]> Shapes = Gen.OneOf(
        Gen.OneOf<long>(0, 1, 2, 3, 7, 13).Array[0, 4],
        Gen.Long[0, 3 * 1024 + 20].Select(n => new[] { n }),
        Gen.OneOf<long>(1023, 1024, 1025, 2047, 2048, 2049, 3072).Select(n => new[] { n }));

    private static readonly Gen<Tolerance> Tolerances = Gen.Select(
        Gen.OneOf(0.0, 1e-5, 1e-3, 0.6, 1.0, 1.5), Gen.OneOf(0.0, 1e-45, 1e-8, 1e-3, 1.0), Gen.Bool,
        (relative, absolute, equalNaN) => new Tolerance(relative, absolute, equalNaN));

    /// <summary>Pairs of every kind.</summary>
    public static Gen<GradientPair> Any { get; } = Gen.Select(
        Gen.OneOf(ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16),
        Shapes,
        Gen.OneOf(1e-40, 1e-8, 1e-4, 1.0, 1e8),
        Gen.OneOf(0.0, 1e-7, 1e-5, 1e-2, 3.0),
        Gen.OneOf(0.0, 0, 0.0005, 0.05, 1),
        Tolerances,
        Gen.Int,
        (dtype, shape, scale, off, wild, tolerance, seed) => new GradientPair(dtype, shape, scale, off, wild, tolerance, seed));

    /// <summary>The hand-written and autograd's gradient; the caller's to dispose.</summary>
    public (Tensor Scratch, Tensor Autograd) Tensors()
    {
        var random = new Random(Seed);
        var count = Shape.Aggregate(1L, (product, size) => product * size);
        var (scratch, autograd) = (new ulong[count], new ulong[count]);
        for (var i = 0L; i < count; i++)
            (scratch[i], autograd[i]) = Elements(random);
        return (Bits.Tensor(Dtype, Shape, scratch), Bits.Tensor(Dtype, Shape, autograd));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Dtype} [{string.Join(",", Shape)}] scale {Scale} off {Off} wild {Wild} {Tolerance} seed {Seed}");

    private (ulong Scratch, ulong Autograd) Elements(Random random)
    {
        if (random.NextDouble() < Wild)
            return (AnyBits(random), AnyBits(random));
        var a = Scale * (random.NextDouble() - 0.5);
        return (Bits.Of(Dtype, a * (1 + Off * (random.NextDouble() - 0.5))), Bits.Of(Dtype, a));
    }

    private ulong AnyBits(Random random)
    {
        var special = Bits.Special(Dtype);
        return random.Next(4) == 0 ? Bits.Of(Dtype, random.Next(-2, 3)) : random.Next(4) == 0
            ? (ulong)random.NextInt64() & Bits.Mask(Dtype)
            : special[random.Next(special.Length)];
    }
}
