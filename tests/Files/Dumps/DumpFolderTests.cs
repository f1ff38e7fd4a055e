using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Compare.Dumps;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Files.Dumps;

public sealed class DumpFolderTests : TensorTest
{
    private readonly TemporaryFolder folder = new();

    public override void Dispose()
    {
        folder.Dispose();
        base.Dispose();
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void A_dump_is_read_back_in_its_own_dtype(ScalarType dtype)
    {
        var gradient = Snapshots.Of(dtype, [2, 2], 1, -0.1, double.NaN, 0);
        DumpWriter.Write(folder.Path, MadeUpReport.Of(dtype, MadeUpReport.Tensor("W1", Verdict.Agree, [2, 2], (gradient, null))));
        using var dump = TensorFiles.Open(folder.Path);
        Assert.Equal(["W1/value", "W1/scratch"], dump.Headers.Select(header => header.Name));
        Assert.All(dump.Headers, header => Assert.Equal(dtype, header.Dtype));
        Assert.Equal(gradient.Bytes.ToArray(), TensorSnapshot.Of(dump.Read(dump.Headers[1])).Bytes.ToArray());
    }

    [Fact]
    public void A_dump_of_every_verdict_has_every_gradient()
    {
        DumpWriter.Write(folder.Path, MadeUpReport.OfEveryVerdict);
        using var dump = TensorFiles.Open(folder.Path);
        Assert.Equal("dump", dump.Format);
        var expected = MadeUpReport.OfEveryVerdict.Tensors.Sum(
            tensor => 1 + (tensor.Values!.Scratch is null ? 0 : 1) + (tensor.Values.Autograd is null ? 0 : 1));
        Assert.Equal(expected, dump.Headers.Length);
        Assert.All(dump.Headers, header => Assert.Equal(header.Shape, dump.Read(header).shape));
    }

    [Theory]
    [InlineData("not JSON", "{", "not that of a dump")]
    [InlineData("another schema", """{"schema": "x", "entries": []}""", "not that of a dump")]
    [InlineData("no schema", "{}", "not that of a dump")]
    [InlineData("a list", "[]", "not that of a dump")]
    [InlineData(
        "a name twice",
        """{"schema": "scratch-vs-autograd/dump-1", "entries": [{"arrays": [{"name": "a", "dtype": "float32"}, {"name": "a", "dtype": "float32"}]}]}""", "not that of a dump")]
    [InlineData(
        "a bfloat16 that is none",
        """{"schema": "scratch-vs-autograd/dump-1", "entries": [{"arrays": [{"name": "a", "dtype": "bfloat16"}]}]}""",
        "said to be bfloat16 and is not")]
    public void A_manifest_that_cannot_be_used_is_refused(string what, string manifest, string found)
    {
        File.WriteAllBytes(folder["gradients.npz"], RawFiles.Zip(("a.npy", RawFiles.Float32Npy("(1,)", 0.1f))));
        File.WriteAllText(folder["manifest.json"], manifest);
        var error = Assert.Throws<FileException>(() =>
        {
            using var dump = TensorFiles.Open(folder.Path);
            foreach (var header in dump.Headers) dump.Read(header);
        });
        Assert.True(error.Message.Contains(found, StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    [Fact]
    public void A_dump_without_its_arrays_is_refused()
    {
        DumpWriter.Write(folder.Path, MadeUpReport.OfEveryVerdict);
        File.Delete(folder["gradients.npz"]);
        var error = Assert.Throws<FileException>(() => TensorFiles.Open(folder.Path));
        Assert.Contains("gradients.npz: there is no such file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_other_things_is_refused()
    {
        File.WriteAllText(folder["readme.txt"], "hello");
        var error = Assert.Throws<FileException>(() => TensorFiles.Open(folder.Path));
        Assert.Contains("no .npy file in it", error.Message, StringComparison.Ordinal);
        File.WriteAllBytes(folder["a.npy"], RawFiles.Zip(("W.npy", RawFiles.Float32Npy("()", 1))));
        Assert.Contains(
            "a.npy is a .npz", Assert.Throws<FileException>(() => TensorFiles.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_refused()
        => Assert.Contains(
            "there is no such file or folder", Assert.Throws<FileException>(() => TensorFiles.Open(folder["x"])).Message,
            StringComparison.Ordinal);
}
