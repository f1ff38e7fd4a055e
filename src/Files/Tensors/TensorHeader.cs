using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files;

/// <summary>What a file says of one tensor before its content is read.</summary>
public sealed record TensorHeader
{
    // torch's own limit.
    private const int MostAxes = 64;

    /// <summary>Checks that such a tensor can be held.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="dtype">Its elements.</param>
    /// <param name="shape">The size along each axis.</param>
    /// <exception cref="InvalidDataException">A size is negative, or all of them together are too much.</exception>
    internal TensorHeader(string name, ScalarType dtype, ImmutableArray<long> shape)
    {
        if (shape.Length > MostAxes) throw new InvalidDataException($"it has {shape.Length} axes; expected {MostAxes} at the most");
        if (shape.Any(size => size < 0))
            throw new InvalidDataException($"its shape is {ShapeText.Tuple(shape)}; expected sizes of 0 or more");
        (Name, Dtype, Shape) = (name, dtype, shape);
        // An empty tensor's other sizes are still multiplied, for its strides.
        var product = Product(shape.Where(size => size > 0), ElementType.Of(dtype).Size);
        Count = shape.Contains(0) ? 0 : product;
    }

    /// <summary>Its name in the file.</summary>
    public string Name { get; }

    /// <summary>Its elements: floating point, integers or bool.</summary>
    public ScalarType Dtype { get; }

    /// <summary>The size along each axis.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>How many elements it has.</summary>
    public long Count { get; }

    /// <summary>How many bytes they take; no more than <see cref="int.MaxValue"/>.</summary>
    public long ByteCount => Count * ElementType.Of(Dtype).Size;

    private long Product(IEnumerable<long> sizes, int elementSize)
    {
        var count = 1L;
        foreach (var size in sizes)
        {
            if (size > int.MaxValue / elementSize / count)
                throw new InvalidDataException($"its shape is {ShapeText.Tuple(Shape)}, more than 2 GiB; compare smaller pieces of it");
            count *= size;
        }

        return count;
    }
}
