using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch;

/// <summary>
/// Checks before the native call: a mismatched product can abort the process instead of throwing, and an exception of ours
/// can say which tensor was meant.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal static class Require
{
    /// <summary>Any of the dimensions may be -1, which stands for any size.</summary>
    public static void Shape(Tensor tensor, string name, params ReadOnlySpan<long> expected)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        var shape = tensor.shape;
        var fits = shape.Length == expected.Length;
        for (var axis = 0; fits && axis < shape.Length; axis++)
            fits = expected[axis] < 0 || shape[axis] == expected[axis];
        if (!fits)
            throw new ArgumentException($"{name} has shape {Text(shape)}, expected {Text(expected)}.", name);
    }

    /// <summary>All of them floating point and of one dtype.</summary>
    public static void SameDtype(params ReadOnlySpan<(Tensor Tensor, string Name)> tensors)
    {
        var (first, firstName) = tensors[0];
        if (!first.is_floating_point())
            throw new ArgumentException($"{firstName} is {first.dtype}, expected a floating-point dtype.", firstName);
        foreach (var (tensor, name) in tensors)
        {
            if (tensor.dtype != first.dtype)
                throw new ArgumentException($"{name} is {tensor.dtype} and {firstName} is {first.dtype}; cast one of them first.", name);
        }
    }

    /// <summary>A shape as <c>(64, 30)</c>, with <c>?</c> for any size.</summary>
    public static string Text(ReadOnlySpan<long> shape)
    {
        var sizes = new string[shape.Length];
        for (var axis = 0; axis < shape.Length; axis++)
            sizes[axis] = shape[axis] < 0 ? "?" : shape[axis].ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"({string.Join(", ", sizes)}{(sizes.Length == 1 ? "," : "")})";
    }
}
