using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Files;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>Two tensors with their axes as they are to be compared, and the dtype and tolerance to compare them in.</summary>
internal sealed class PreparedPair
{
    /// <summary>Sets the two beside each other.</summary>
    /// <param name="storedA">What A's file says of its tensor.</param>
    /// <param name="storedB">What B's file says of its tensor.</param>
    /// <param name="a">A's tensor, its axes ordered.</param>
    /// <param name="b">B's tensor.</param>
    /// <param name="options">The tolerance that was asked for.</param>
    public PreparedPair(TensorHeader storedA, TensorHeader storedB, Tensor a, Tensor b, DiffOptions options)
    {
        DtypesDiffer = storedA.Dtype != storedB.Dtype;
        IsOfIntegers = !a.is_floating_point() && !b.is_floating_point();
        HasSameBytes = !DtypesDiffer && (
            a.numel() == 0 || (a.numel() == b.numel() && a.contiguous().bytes.SequenceEqual(b.contiguous().bytes)));
        Precision = LessPrecise(a.dtype, b.dtype);
        Tolerance = IsOfIntegers ? new Tolerance(0, 0) : For(Precision, options);
        var wide = Wider(a.dtype, b.dtype);
        (A, B) = (a.to(wide), b.to(wide));
    }

    /// <summary>A's tensor; floating point, as all that can be measured is.</summary>
    public Tensor A { get; }

    /// <summary>B's tensor, of A's dtype.</summary>
    public Tensor B { get; }

    /// <summary>Whether the files have them in different dtypes.</summary>
    public bool DtypesDiffer { get; }

    /// <summary>Whether both are whole numbers or bools, which have to be equal.</summary>
    public bool IsOfIntegers { get; }

    /// <summary>Whether they are of one dtype and have the same bytes.</summary>
    public bool HasSameBytes { get; }

    /// <summary>The less precise of the two floating-point dtypes.</summary>
    public ScalarType Precision { get; }

    /// <summary>What they are held to.</summary>
    public Tolerance Tolerance { get; }

    /// <summary>Whether the shapes are equal.</summary>
    public bool HasSameShape => A.shape.AsSpan().SequenceEqual(B.shape);

    /// <summary>The tolerance for a dtype.</summary>
    public static Tolerance For(ScalarType dtype, DiffOptions options)
    {
        var usual = Tolerance.For(dtype);
        return new Tolerance(options.Rtol ?? usual.Relative, options.Atol ?? usual.Absolute);
    }

    /// <summary>The numbers.</summary>
    public TensorDiff Compare(int worst) => TensorDiffer.Compare(A, B, Tolerance, worst);

    /// <summary>The numbers where no more is allowed, in absolute terms, than of B's largest element.</summary>
    public TensorDiff CompareOnItsScale()
        => TensorDiffer.Compare(
            A, B, Tolerance with { Absolute = Math.Min(Tolerance.Absolute, Tolerance.Relative * Match.Largest(B)) }, worst: 0);

    // Holds both exactly, but for whole numbers of more than 53 bits.
    private static ScalarType Wider(ScalarType a, ScalarType b)
    {
        if (a == b && a is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32) return a;
        return IsUpToFloat32(a) && IsUpToFloat32(b) ? ScalarType.Float32 : ScalarType.Float64;
    }

    private static bool IsUpToFloat32(ScalarType dtype) => dtype is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32;

    private static ScalarType LessPrecise(ScalarType a, ScalarType b)
    {
        ScalarType[] fromLeast = [ScalarType.BFloat16, ScalarType.Float16, ScalarType.Float32];
        return fromLeast.FirstOrDefault(dtype => a == dtype || b == dtype, ScalarType.Float64);
    }
}
