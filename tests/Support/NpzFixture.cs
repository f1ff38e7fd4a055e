using ScratchVsAutograd.Files;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>An npz file as NumPy wrote it, read as the program reads such files.</summary>
internal sealed class NpzFixture
{
    private readonly Dictionary<string, (ScalarType Dtype, long[] Shape, byte[] Bytes)> arrays = new(StringComparer.Ordinal);

    private NpzFixture(TensorFile file)
    {
        using var scope = NewDisposeScope();
        foreach (var header in file.Headers) arrays.Add(header.Name, (header.Dtype, [.. header.Shape], file.Read(header).bytes.ToArray()));
    }

    /// <summary>The names of the arrays, such as <c>W1/autograd</c>.</summary>
    public IReadOnlyCollection<string> Names => arrays.Keys;

    /// <summary>One array, in its own dtype, in the caller's dispose scope.</summary>
    public Tensor this[string name]
    {
        get
        {
            var (dtype, shape, bytes) = arrays[name];
            var tensor = empty(shape, dtype: dtype);
            bytes.CopyTo(tensor.bytes);
            return tensor;
        }
    }

    /// <summary>Opens a file of tests/Data.</summary>
    public static NpzFixture Open(string name)
    {
        var stream = typeof(NpzFixture).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"The tests carry no file {name}.");
        using var file = TensorFiles.Open(name, stream);
        return new NpzFixture(file);
    }
}
