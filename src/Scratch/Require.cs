using System.Runtime.CompilerServices;
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

    /// <summary>Floating point.</summary>
    public static void FloatingPoint(Tensor tensor, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        SameDtype((tensor, name));
    }

    /// <summary>Of the shape and dtype of another, which is floating point: a gradient's tensor, or the other side of an elementwise op.</summary>
    public static void Like(
        Tensor other, Tensor tensor,
        [CallerArgumentExpression(nameof(other))] string otherName = "", [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(other, otherName);
        ArgumentNullException.ThrowIfNull(tensor, name);
        SameDtype((other, otherName), (tensor, name));
        Shape(tensor, name, other.shape);
    }

    /// <summary>Of one dtype, floating point, and of shapes that broadcast with each other.</summary>
    public static void Broadcast(
        Tensor first, Tensor second,
        [CallerArgumentExpression(nameof(first))] string firstName = "", [CallerArgumentExpression(nameof(second))] string secondName = "")
    {
        ArgumentNullException.ThrowIfNull(first, firstName);
        ArgumentNullException.ThrowIfNull(second, secondName);
        SameDtype((first, firstName), (second, secondName));
        Broadcast(first.shape, second.shape, firstName, secondName);
    }

    /// <summary>Shapes that broadcast with each other.</summary>
    public static void Broadcast(ReadOnlySpan<long> first, ReadOnlySpan<long> second, string firstName, string secondName)
    {
        for (var fromEnd = 1; fromEnd <= Math.Min(first.Length, second.Length); fromEnd++)
        {
            var (size, other) = (first[^fromEnd], second[^fromEnd]);
            if (size != other && size != 1 && other != 1)
                throw new ArgumentException(
                    $"{secondName} has shape {Text(second)} and {firstName} {Text(first)}; from the last axis on, sizes must be equal or 1.", secondName);
        }
    }

    /// <summary>Whole numbers from 0, below <paramref name="end"/>: an index out of range would end the process on a GPU.</summary>
    public static void Indices(Tensor indices, long end, [CallerArgumentExpression(nameof(indices))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(indices, name);
        if (indices.dtype != ScalarType.Int64) throw new ArgumentException($"{name} is {indices.dtype}, expected Int64.", name);
        if (indices.numel() == 0) return;
        using var scope = NewDisposeScope();
        var (least, most) = (indices.min().item<long>(), indices.max().item<long>());
        if (least < 0 || most >= end)
            throw new ArgumentException(FormattableString.Invariant($"{name} has an index {(least < 0 ? least : most)}, expected 0 to {end - 1}."), name);
    }

    /// <summary>Whole numbers from the least to the most that a length may be.</summary>
    public static void Lengths(Tensor lengths, long least, long most, [CallerArgumentExpression(nameof(lengths))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(lengths, name);
        if (lengths.dtype != ScalarType.Int64) throw new ArgumentException($"{name} is {lengths.dtype}, expected Int64.", name);
        if (lengths.numel() == 0) return;
        using var scope = NewDisposeScope();
        var (shortest, longest) = (lengths.min().item<long>(), lengths.max().item<long>());
        if (shortest < least || longest > most)
            throw new ArgumentException(
                FormattableString.Invariant($"{name} has a length of {(shortest < least ? shortest : longest)}, expected {least} to {most}."), name);
    }

    /// <summary>Booleans.</summary>
    public static void Mask(Tensor mask, [CallerArgumentExpression(nameof(mask))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(mask, name);
        if (mask.dtype != ScalarType.Bool) throw new ArgumentException($"{name} is {mask.dtype}, expected Bool.", name);
    }

    /// <summary>A number that an option may have.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="fits">Whether it may be that.</param>
    /// <param name="expected">What it may be, such as <c>1 or more</c>.</param>
    /// <param name="name">Filled in by the compiler.</param>
    public static void Option(double value, bool fits, string expected, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!fits) throw new ArgumentException(FormattableString.Invariant($"{name} is {value}, expected {expected}."), name);
    }

    /// <summary>An axis of a tensor, from 0 even where it was counted from the end.</summary>
    public static long Axis(Tensor tensor, long axis, [CallerArgumentExpression(nameof(axis))] string name = "")
    {
        var rank = tensor.dim();
        if (axis < -rank || axis >= rank)
            throw new ArgumentException(FormattableString.Invariant($"{name} is {axis}, expected an axis of a tensor of shape {Text(tensor.shape)}."), name);
        return axis < 0 ? axis + rank : axis;
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
