using System.Globalization;
using CsCheck;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>What a random computation is made from; the rest follows from the seed.</summary>
/// <param name="Dtype">The working precision.</param>
/// <param name="Rows">Of the first leaf, 0 included.</param>
/// <param name="Columns">Of the first leaf.</param>
/// <param name="Exponent">The leaves are about 10 to this power, the weights of linear layers about 1 over the root of their
/// inputs.</param>
/// <param name="Values">What kind of numbers the leaves hold.</param>
/// <param name="Moves">The steps, by number.</param>
/// <param name="Loss">The loss, by number.</param>
/// <param name="Inputs">Whether inputs are compared too.</param>
/// <param name="Seed">Of everything else.</param>
internal sealed record Recipe(
    ScalarType Dtype, int Rows, int Columns, int Exponent, LeafValues Values, int[] Moves, int Loss, bool Inputs, int Seed)
{
    private static readonly Gen<(int Rows, int Columns)> Shapes = Gen.Frequency(
        (20, Gen.Select(Gen.OneOf(1, 1, 2, 3, 4, 5, 7, 13, 32), Gen.OneOf(1, 2, 3, 5, 7, 8, 16, 31))),
        (2, Gen.Select(Gen.OneOf(1, 2, 3), Gen.OneOf(1031, 4099))),
        (2, Gen.Select(Gen.OneOf(1031, 4099), Gen.OneOf(1, 2, 3))),
        (1, Gen.Select(Gen.Const(0), Gen.Int[1, 3])));

    private static readonly Gen<int[]> Sequences = Gen.Frequency((8, Gen.Int[0, 9999].Array[1, 8]), (1, Gen.Int[0, 9999].Array[15, 30]));

    private static readonly Gen<int> Exponents = Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[-8, 8]));

    /// <summary>Recipes of one precision.</summary>
    public static Gen<Recipe> In(ScalarType dtype) => Gen.Select(
        Shapes, Exponents, Gen.Enum<LeafValues>(), Sequences, Gen.Int[0, 9999], Gen.Bool, Gen.Int[0, int.MaxValue],
        (shape, exponent, values, moves, loss, inputs, seed) => new Recipe(
            // float16 ends at 65,504.
            dtype, shape.Rows, shape.Columns, dtype == ScalarType.Float16
                ? Math.Min(exponent, 3)
                : exponent, values, moves, loss, inputs, seed));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Dtype} ({Rows},{Columns}) 1e{Exponent} {Values} [{string.Join(",", Moves)}] loss {Loss}{(Inputs ? " inputs" : "")} seed {Seed}");
}
