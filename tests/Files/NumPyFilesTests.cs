using ScratchVsAutograd.Files;

namespace ScratchVsAutograd.Tests.Files;

/// <summary>What the real NumPy writes is read as NumPy itself reads it.</summary>
[Trait("Needs", "NumPy")]
public sealed class NumPyFilesTests : TensorTest
{
    // Each array is written, and printed as this program's tensors are: name, dtype, shape, row-major little-endian bytes.
    private const string Arrays = """
        rng = np.random.default_rng(0)
        a = 100 * rng.standard_normal((3, 4, 5))
        arrays = {f"{t}{i}": a.astype(t) for i, t in enumerate(["f2", "<f4", ">f4", "<f8", ">f8", "i1", "u1", "<i2", ">i2", "<i4", "<i8", ">i8", "?"])}
        arrays |= {"fortran": np.asfortranarray(a), "fortran_big": np.asfortranarray(a.astype(">f4")), "transposed": a.astype("f4").T, "strided": a[:, ::2, 1:4]}
        arrays |= {"scalar": np.float32(0.1), "empty": np.zeros((2, 0, 3)), "one": np.ones((1, 1)), "special": np.array([np.nan, -np.inf, -0.0, 5e-324])}
        arrays |= {"a/b": a[0], "größe": a[1], "fortran_line": np.asfortranarray(a[:, :1, :1])}
        names = {np.dtype("?"): "bool", np.dtype("i1"): "int8", np.dtype("u1"): "byte"}
        for name in arrays:
            array = np.asarray(arrays[name])
            native = array.dtype.newbyteorder("=")
            print(name, names.get(native, native.name), list(array.shape), array.astype(array.dtype.newbyteorder("<")).tobytes(order="C").hex(), sep="|")
        """;

    private readonly TemporaryFolder folder = new();

    public override void Dispose()
    {
        folder.Dispose();
        base.Dispose();
    }

    [Theory]
    [InlineData("savez", "np.savez(sys.argv[1], **arrays)")]
    [InlineData("savez_compressed", "np.savez_compressed(sys.argv[1], **arrays)")]
    public void Every_dtype_order_and_rank_is_read_from(string how, string save)
    {
        if (NumPy.Run($"{Arrays}\n{save}", folder["a.npz"]) is not { } printed) return;
        using var file = TensorFiles.Open(folder["a.npz"]);
        Assert.True(Lines(printed).SequenceEqual(file.Headers.Select(header => Line(file, header))), how);
    }

    [Fact]
    public void A_folder_of_npy_is_read_in_the_order_of_its_names()
    {
        const string Save =
            "import os\nfor name in arrays:\n    if '/' not in name: np.save(os.path.join(sys.argv[1], name), arrays[name])";
        if (NumPy.Run($"{Arrays}\n{Save}", folder.Path) is not { } printed) return;
        using var file = TensorFiles.Open(folder.Path);
        Assert.Equal(
            Lines(printed).Where(line => !line.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            file.Headers.Select(header => Line(file, header)).Order(StringComparer.Ordinal));
        Assert.Equal(file.Headers.Select(header => $"{header.Name}.npy").Order(StringComparer.Ordinal), folder.Entries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_of_the_format_is_read(int version)
    {
        var save = $"np.lib.format.write_array(open(sys.argv[1], 'wb'), np.arange(6.0).reshape(2, 3), version=({version}, 0))";
        // NumPy warns where an older version would have done.
        if (NumPy.Run($"warnings.simplefilter('ignore')\n{save}", folder["a.npy"]) is null) return;
        using var file = TensorFiles.Open(folder["a.npy"]);
        var header = Assert.Single(file.Headers);
        Assert.Equal("a", header.Name);
        Assert.Equal([0, 1, 2, 3, 4, 5], file.Read(header).data<double>().ToArray());
    }

    private static IEnumerable<string> Lines(string printed) => printed.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r'));

    private static string Line(TensorFile file, TensorHeader header)
    {
        using var tensor = file.Read(header);
        Assert.Equal((header.Dtype, true), (tensor.dtype, tensor.is_contiguous()));
        Assert.Equal(header.Shape, tensor.shape);
        return $"{header.Name}|{header.Dtype.ToString().ToLowerInvariant()}|[{string.Join(", ", header.Shape)}]|"
            + (header.Count == 0 ? "" : Convert.ToHexStringLower(tensor.bytes));
    }
}
