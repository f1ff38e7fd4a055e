using ScratchVsAutograd.Files;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Files;

/// <summary>What people's own programs call: tensors saved and read again.</summary>
public sealed class TensorFilesTests : TensorTest
{
    private static readonly ScalarType[] Dtypes =
    [
        ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64, ScalarType.Int32,
        ScalarType.Int16,
        ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
    ];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, ScalarType> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, ScalarType>();
            foreach (var format in TensorFiles.Formats)
            {
                foreach (var dtype in Dtypes) kinds.Add(format.Extension, dtype);
            }

            return kinds;
        }
    }

    public override void Dispose()
    {
        folder.Dispose();
        base.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_saved_is_read(string kind, ScalarType dtype)
    {
        // Not row-major, so that the strides matter.
        var saved = tensor(new long[] { 0, 1, 1, 0, 1, 0 }).reshape(2, 3).t().to(dtype);
        TensorFiles.Save(folder[$"a{kind}"], [("a", saved)]);
        using var file = TensorFiles.Open(folder[$"a{kind}"]);
        var read = file.Read("a");
        Assert.Equal(kind, file.Format);
        Assert.Equal([3, 2], read.shape);
        // NumPy has no bfloat16; what it gets instead holds the same numbers.
        Assert.Equal(dtype == ScalarType.BFloat16 && kind != ".safetensors" ? ScalarType.Float32 : dtype, read.dtype);
        Assert.True((read.to(ScalarType.Float64) == saved.to(ScalarType.Float64)).all().item<bool>());
    }

    [Fact]
    public void An_empty_tensor_and_a_number_are_tensors_too()
    {
        TensorFiles.Save(folder["a.npz"], [("none", zeros(0, 3)), ("one", tensor(2.5f))]);
        using var file = TensorFiles.Open(folder["a.npz"]);
        Assert.Equal([0, 3], file.Read("none").shape);
        Assert.Equal(2.5f, file.Read("one").item<float>());
    }

    [Fact]
    public void Saving_leaves_the_tensors_to_their_owner()
    {
        var saved = randn(2);
        TensorFiles.Save(folder["a.safetensors"], [("a", saved), ("b", saved.requires_grad_(true))]);
        Assert.False(saved.IsInvalid);
        Assert.True(saved.isfinite().all().item<bool>());
    }

    [Fact]
    public void A_name_that_is_not_there_is_answered_with_those_that_are()
    {
        TensorFiles.Save(folder["a.npz"], [("W1", zeros(1)), ("B1", zeros(1))]);
        using var file = TensorFiles.Open(folder["a.npz"]);
        Assert.EndsWith(
            "a.npz has no tensor 'W2'; it has W1, B1.", Assert.Throws<FileException>(() => file.Read("W2")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_twice_is_refused_and_nothing_written()
    {
        Assert.Contains(
            "'a' is given twice", Assert.Throws<ArgumentException>(
                () => TensorFiles.Save(folder["a.npz"], [("a", zeros(1)), ("a", ones(1))])).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Elements_that_no_format_has_are_refused()
        => Assert.Throws<ArgumentException>(() => TensorFiles.Save(folder["a.npz"], [("a", zeros(1, dtype: ScalarType.ComplexFloat32))]));

    [Theory]
    [InlineData("a.txt", "does not end in .npy, .npz, .safetensors")]
    [InlineData("a.npy", "A .npy holds one tensor, and 2 were to be written")]
    [InlineData("missing/a.npz", "cannot be written (there is no folder")]
    public void What_cannot_be_saved_is_refused_with_a_sentence(string name, string found)
    {
        var error = Assert.Throws<FileException>(() => TensorFiles.Save(folder[name], [("a", zeros(1)), ("b", zeros(1))]));
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Without_an_option_to_leave_arrays_out_no_sentence_speaks_of_one()
    {
        File.WriteAllBytes(folder["a.npz"], RawFiles.Zip(("W.npy", RawFiles.Float32Npy("(2,)", 1, 2)[..20])));
        Assert.DoesNotContain(
            "--", Assert.Throws<FileException>(() => TensorFiles.Open(folder["a.npz"])).Message, StringComparison.Ordinal);
        var asked = Assert.Throws<FileException>(() => TensorFiles.Open(folder["a.npz"], new ReadOptions { LeavesOut = "--ignore" }));
        Assert.EndsWith("; --ignore 'W' leaves it out.", asked.Message, StringComparison.Ordinal);
    }
}
