using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms.Ops;

/// <summary>Functions of two inputs, element by element; they broadcast.</summary>
internal static class Pairs
{
    public static Op Add { get; } = Op.Binary("add", (a, b) => a + b, (_, _, _, dY) => (dY, dY));

    public static Op Subtract { get; } = Op.Binary("subtract", (a, b) => a - b, (_, _, _, dY) => (dY, -dY));

    public static Op Multiply { get; } = Op.Binary("multiply", (a, b) => a * b, (a, b, _, dY) => (dY * b, dY * a));

    /// <summary>a / (1 + b²).</summary>
    public static Op Divide { get; } = Op.Binary(
        "divide", (a, b) => a / (1 + b * b), (a, b, y, dY) => (dY / (1 + b * b), b / (1 + b * b) * dY * y * -2));

    /// <summary>A tie shares its gradient, as autograd has it.</summary>
    public static Op Larger { get; } = Op.Binary(
        "larger", maximum, (a, b, _, dY) => (Share(a, b, dY), Share(b, a, dY)));

    public static IReadOnlyList<Op> All { get; } = [Add, Subtract, Multiply, Divide, Larger];

    // Selected, not multiplied: 0 · ∞ would be NaN.
    private static Tensor Share(Tensor mine, Tensor other, Tensor dY)
        => where(mine > other, dY, where(mine == other, dY / 2, zeros_like(dY)));
}
